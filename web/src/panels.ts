// One document, four panels: going from one to another keeps what is typed, without storing it anywhere.

export function watchPanels(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-opens]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    open(link.dataset["opens"]!);
    document.getElementById("main")!.focus({ preventScroll: true });
  });
  window.addEventListener("popstate", () => show(named(location.pathname)));
  document.addEventListener("htmx:after:swap", arrive);
  document.querySelector("[data-focus]")?.removeAttribute("data-focus");
}

/** Go to what has arrived, and open its panel. */
function arrive(): void {
  const arrived = document.querySelector<HTMLElement>("[data-focus]");
  const panel = arrived?.closest<HTMLElement>(".panel");
  if (!arrived || !panel) return;
  const isAtEnd = arrived.dataset["focus"] === "end";
  delete arrived.dataset["focus"];
  open(panel.id);
  arrived.focus({ preventScroll: true });
  if (arrived.matches("h1")) window.scrollTo(0, 0);
  else arrived.scrollIntoView({ block: isAtEnd ? "nearest" : "start" });
}

/** Open a panel, as a place of its own for Back. */
export function open(name: string): void {
  const link = document.querySelector<HTMLAnchorElement>(`a[data-opens="${name}"]`);
  if (!link || document.getElementById(name)?.hidden === false) return;
  history.pushState(null, "", link.href);
  show(name);
}

function show(name: string): void {
  for (const panel of document.querySelectorAll<HTMLElement>(".panel")) panel.hidden = panel.id !== name;
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-opens]")) {
    if (link.dataset["opens"] === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  window.scrollTo(0, 0);
  document.dispatchEvent(new CustomEvent("panel", { detail: name }));
}

function named(path: string): string {
  const link = [...document.querySelectorAll<HTMLAnchorElement>("a[data-opens]")].find(
    (item) => item.pathname === path,
  );
  return link?.dataset["opens"] ?? (path.startsWith("/learn") ? "learn" : "read");
}
