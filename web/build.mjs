// Bundles the page's script, styles and font into the package, with their licences, and records what it was made from.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "../src/kerchief/interfaces/web/static");
const FONT = "@fontsource-variable/atkinson-hyperlegible-next";

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { page: "src/page.ts" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  metafile: true,
});
await build({
  absWorkingDir: here,
  entryPoints: { page: "styles/page.css" },
  outdir: out,
  bundle: true,
  minify: true,
  external: ["/static/*"],
  target: ["chrome111", "firefox113", "safari16.2"],
});
copyFileSync(join(here, `node_modules/${FONT}/files/atkinson-hyperlegible-next-latin-wght-normal.woff2`), join(out, "text.woff2"));
copyFileSync(join(here, "styles/icon.svg"), join(out, "icon.svg"));

const used = Object.keys(metafile.inputs).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
const packages = [...new Set([...used.filter(Boolean), FONT])].sort();
writeFileSync(join(out, "licences.txt"), packages.map(licence).join("\n\n"));

const sources = walk(here).filter((path) => !path.startsWith("node_modules/"));
const built = readdirSync(out).filter((name) => name !== "bundle.json").sort();
const record = { sources: digests(here, sources), built: digests(out, built) };
writeFileSync(join(out, "bundle.json"), JSON.stringify(record, null, 1) + "\n");

function licence(name) {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((item) => /^licen[cs]e/i.test(item));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : "";
  return `== ${name} ${version} (${license}) ==\n\n${text}\n`;
}

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((item) => {
      if (item.name === "node_modules") return [];
      const path = join(folder, item.name);
      return item.isDirectory() ? walk(path) : [relative(here, path)];
    })
    .sort();
}

function digests(folder, names) {
  return Object.fromEntries(
    names.filter((name) => existsSync(join(folder, name))).map((name) => [name, createHash("sha256").update(readFileSync(join(folder, name))).digest("hex")]),
  );
}
