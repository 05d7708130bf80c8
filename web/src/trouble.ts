// What is said when no page comes back: the server has stopped, refuses, or asks for patience.
const STOPPED = "No answer came. kerchief may have been stopped on this machine; your text is still here.";

export function watchTrouble(): void {
  document.addEventListener("htmx:error", () => say(STOPPED));
  document.addEventListener("htmx:before:response", (event) => {
    const { raw } = (event as CustomEvent).detail.ctx.response as { raw: Response };
    if (isPage(raw)) say("");
    else {
      event.preventDefault();
      void explain(raw);
    }
  });
}

/** Ask for a part of the page; null, and a word to the person, where none comes. */
export async function ask(path: string, form: URLSearchParams): Promise<string | null> {
  try {
    const answer = await fetch(path, { method: "POST", body: form, headers: { "HX-Request": "true" } });
    if (!isPage(answer)) return await explain(answer);
    say("");
    return await answer.text();
  } catch {
    say(STOPPED);
    return null;
  }
}

function isPage(answer: Response): boolean {
  return (answer.headers.get("content-type") ?? "").startsWith("text/html") && answer.status !== 401;
}

async function explain(answer: Response): Promise<null> {
  const { detail = STOPPED, hint = "" } = (await answer.json().catch(() => ({}))) as { detail?: string; hint?: string };
  say(`${detail} ${hint}`.trim());
  return null;
}

function say(sentence: string): void {
  const place = document.getElementById("trouble")!;
  if (place.textContent !== sentence) place.textContent = sentence;
}
