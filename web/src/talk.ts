// The talk of a practice: Enter says the line.

export function watchTalk(): void {
  document.addEventListener("keydown", (event) => {
    const box = event.target as HTMLTextAreaElement;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !box.matches("textarea[data-talk]")) return;
    event.preventDefault();
    box.form!.requestSubmit(box.form!.querySelector<HTMLButtonElement>("button[value=say]"));
  });
}
