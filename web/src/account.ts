// The account: opened or dropped as a file, read in the browser, carried to the reply.
import { open } from "./panels";

const MOST_BYTES = 4_000_000;

export function watchAccount(): void {
  document.addEventListener("change", (event) => {
    const input = event.target as HTMLInputElement;
    if (input.matches("[data-file]") && input.files?.[0]) void take(input.files[0], input.form!);
  });
  for (const kind of ["dragover", "dragleave", "drop"] as const) document.addEventListener(kind, dragged);
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-carry]")) carry();
  });
  for (const kind of ["pointerover", "focusin"] as const) document.addEventListener(kind, lightUp);
}

function dragged(event: DragEvent): void {
  const form = (event.target as Element).closest<HTMLFormElement>("[data-drop]");
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault(); // a file dropped beside the form must not open in its place
  form?.classList.toggle("dropping", event.type === "dragover");
  const file = event.dataTransfer.files[0];
  if (event.type === "drop" && form && file) void take(file, form);
}

async function take(file: File, form: HTMLFormElement): Promise<void> {
  const said = form.querySelector<HTMLElement>("[data-said]")!;
  if (file.size > MOST_BYTES) {
    said.textContent = "That file is too long. Keep the part around the tears.";
    return;
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    form.querySelector<HTMLTextAreaElement>("[data-account]")!.value = text;
    said.textContent = `${file.name} is in the box. Nothing was sent anywhere.`;
  } catch {
    said.textContent = "That file is not plain text. Export the chat as text, or paste it.";
  }
}

/** Take the account along to the reply, and who of a chat the user is. */
function carry(): void {
  const account = document.querySelector<HTMLTextAreaElement>("[data-account]")?.value ?? "";
  const context = document.querySelector<HTMLTextAreaElement>("#context")!;
  const me = document.querySelector<HTMLInputElement>("#read form.account input[name=me]")?.value ?? "";
  document.querySelector<HTMLInputElement>("#me")!.value = me;
  document.getElementById("suggestions")!.replaceChildren(); // they answered another account
  context.value = account;
  context.dispatchEvent(new Event("input", { bubbles: true }));
  open("reply");
  document.querySelector<HTMLElement>("#editor .cm-content")?.focus();
}

/** Bring out the words that a cause stands on while it is pointed at. */
function lightUp(event: Event): void {
  if (event instanceof PointerEvent && event.pointerType !== "mouse") return;
  const cause = (event.target as Element).closest<HTMLElement>("[data-cause]")?.dataset["cause"];
  for (const mark of document.querySelectorAll<HTMLElement>("mark[data-causes]")) {
    mark.classList.toggle("dim", cause !== undefined && !mark.dataset["causes"]!.split(" ").includes(cause));
  }
}
