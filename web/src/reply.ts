// The reply: an editor that underlines what may hurt while it is written. The server says what and why, as the card
// beside the editor; the underlines are read from that card.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { type Action, type Diagnostic, forceLinting, linter, lintKeymap } from "@codemirror/lint";
import { type Extension, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, drawSelection, EditorView, hoverTooltip, keymap } from "@codemirror/view";
import htmx from "htmx.org";
import { ask } from "./trouble";

const PAUSE = 50; // milliseconds without a key before the draft is checked
const SEVERITY = { "3": "error", "2": "warning", "1": "info" } as const;

interface Good {
  from: number;
  to: number;
  name: string;
}

const setStrengths = StateEffect.define<Good[]>();
const strengths = StateField.define<{ all: Good[]; shown: DecorationSet }>({
  create: () => ({ all: [], shown: Decoration.none }),
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setStrengths)) return marked(effect.value);
    if (!transaction.docChanged) return value;
    return { all: [], shown: value.shown.map(transaction.changes) };
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.shown),
});

function marked(all: Good[]): { all: Good[]; shown: DecorationSet } {
  const builder = new RangeSetBuilder<Decoration>();
  const sorted = [...all].sort((a, b) => a.from - b.from);
  for (const one of sorted) if (one.from < one.to) builder.add(one.from, one.to, GOOD);
  return { all, shown: builder.finish() };
}

const GOOD = Decoration.mark({ class: "good" });

/** Put the editor in the place of the plain box. */
export function openEditor(): void {
  const host = document.getElementById("editor")!;
  const box = document.getElementById("draft") as HTMLTextAreaElement;
  const view = new EditorView({ doc: box.value, parent: host, extensions: extensions(host, box) });
  box.hidden = true;
  document.getElementById("context")!.addEventListener("input", () => forceSoon(view));
  document.addEventListener("click", (event) => clicked(event.target as Element, view));
}

function extensions(host: HTMLElement, box: HTMLTextAreaElement): Extension {
  return [
    EditorView.cspNonce.of(document.querySelector<HTMLMetaElement>("meta[name=style-nonce]")?.nonce ?? ""),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      "aria-labelledby": host.dataset["label"]!,
      "aria-describedby": host.dataset["hint"]!,
      spellcheck: "true",
      autocapitalize: "sentences",
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) box.value = update.state.doc.toString();
    }),
    history(),
    drawSelection(),
    keymap.of([...lintKeymap, ...historyKeymap, ...defaultKeymap]),
    linter(check, { delay: PAUSE, needsRefresh: (update) => update.transactions.some((t) => t.isUserEvent("context")) }),
    strengths,
    hoverTooltip((view, place) => {
      const good = view.state.field(strengths).all.find((one) => one.from <= place && place <= one.to);
      return good ? { pos: good.from, end: good.to, create: () => ({ dom: tip(good.name) }) } : null;
    }),
  ];
}

let waiting: ReturnType<typeof setTimeout> | undefined;
function forceSoon(view: EditorView): void {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    view.dispatch({ userEvent: "context" });
    forceLinting(view);
  }, 4 * PAUSE);
}

async function check(view: EditorView): Promise<Diagnostic[]> {
  const draft = view.state.doc.toString();
  const form = new URLSearchParams({ draft, account: document.querySelector<HTMLTextAreaElement>("#context")!.value });
  const html = await ask("/check", form);
  if (html === null || view.state.doc.toString() !== draft) return [];
  const report = document.getElementById("report")!;
  report.innerHTML = html;
  htmx.process(report);
  summarise(report);
  view.dispatch({ effects: setStrengths.of([...report.querySelectorAll<HTMLElement>(".strengths li")].map(good)) });
  return [...report.querySelectorAll<HTMLElement>(".findings li")].map(diagnostic);
}

/** Tell a screen reader the outcome, once, and not at every key. */
function summarise(report: HTMLElement): void {
  const said = document.querySelector<HTMLElement>("[data-summary]")!;
  const verdict = report.querySelector("h2")?.textContent ?? "";
  const faults = report.querySelectorAll(".findings li").length;
  const summary = verdict && `${verdict}. May hurt: ${faults}. Works: ${report.querySelectorAll(".strengths li").length}.`;
  if (said.textContent !== summary) said.textContent = summary;
}

function good(item: HTMLElement): Good {
  return { ...range(item), name: `Keep this: ${item.querySelector("a")!.textContent}` };
}

function diagnostic(item: HTMLElement): Diagnostic {
  const offer = item.querySelector<HTMLElement>("button.rewrite");
  return {
    ...range(item),
    severity: SEVERITY[item.dataset["severity"] as keyof typeof SEVERITY],
    message: [".message", ".ask"].map((part) => item.querySelector(part)?.textContent ?? "").join(" ").trim(),
    actions: offer ? [action(offer)] : [],
  };
}

function action(offer: HTMLElement): Action {
  return { name: `Write instead: “${offer.dataset["text"]}”`, apply: (view) => rewrite(view, offer) };
}

function range(item: HTMLElement): { from: number; to: number } {
  return { from: Number(item.dataset["from"]), to: Number(item.dataset["to"]) };
}

function rewrite(view: EditorView, offer: HTMLElement): void {
  view.dispatch({ changes: { ...range(offer), insert: offer.dataset["text"]! }, userEvent: "input.rewrite" });
  view.focus();
}

function clicked(target: Element, view: EditorView): void {
  const button = target.closest<HTMLButtonElement>("button.rewrite, button[data-use], button[data-copy]");
  if (!button) return;
  if (button.matches(".rewrite")) rewrite(view, button);
  else if (button.matches("[data-use]")) use(view, button.dataset["use"]!);
  else void copy(view.state.doc.toString());
}

function use(view: EditorView, text: string): void {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: "input.use" });
  view.focus();
}

async function copy(text: string): Promise<void> {
  const said = document.querySelector<HTMLElement>("[data-copied]")!;
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = "Copied.";
  } catch {
    said.textContent = "The browser did not allow it. Mark the text and copy it.";
  }
}

function tip(text: string): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "tip";
  dom.textContent = text;
  return dom;
}
