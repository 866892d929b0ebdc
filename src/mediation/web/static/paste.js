// A roster as it is pasted: how many rows came is said at once, and a sheet that is pasted anywhere on the page goes into the
// area. Nothing is judged here, and nothing is sent: the server reads the same text. Without it the button alone tells.

const area = document.getElementById("f-text");
const file = document.getElementById("f-file");
const told = document.getElementById("pasted");
const words = told.dataset;
const headings = new Set(words.names.split("|"));
const HEADING_WITHIN = 10;

// The rows of what was copied: cells in quotation marks may hold tabs and line ends, as WPS and Excel put them.
function rowsOf(text) {
  const separator = text.includes("\t") ? "\t" : ",";
  const rows = [];
  let row = [];
  let cell = "";
  let quoted = false;
  const endRow = () => {
    row.push(cell.trim());
    if (row.some(Boolean)) rows.push(row);
    row = [];
    cell = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[(at += 1)];
      else quoted = false;
    } else if (sign === '"' && !cell.trim()) {
      quoted = true;
      cell = "";
    } else if (sign === separator) {
      row.push(cell.trim());
      cell = "";
    } else if (sign === "\n" || (sign === "\r" && text[at + 1] !== "\n")) endRow();
    else if (sign !== "\r") cell += sign;
  }
  endRow();
  return rows;
}

const isName = (cell) => headings.has(cell.normalize("NFKC").toLowerCase().split("(")[0].trim());

function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function tell(sentence, { bad = false } = {}) {
  if (told.textContent !== sentence) told.textContent = sentence;
  told.classList.toggle("wrong", bad);
}

function count() {
  if (!area.value.trim()) return tell("");
  const rows = rowsOf(area.value);
  const heading = rows.slice(0, HEADING_WITHIN).findIndex((row) => row.some(isName));
  const below = rows.length - heading - 1;
  if (below > Number(words.most)) return tell(filled(words.many, { rows: below }), { bad: true });
  return tell(filled(heading < 0 ? words.headless : words.rows, { rows: below }));
}

function chosen() {
  const [one] = file.files;
  if (!one) return count();
  const size = one.size < 1048576 ? `${Math.ceil(one.size / 1024)} KB` : `${(one.size / 1048576).toFixed(1)} MB`;
  const bad = one.size > Number(words.bytes);
  return tell(filled(bad ? words.large : words.file, { name: one.name, size }), { bad });
}

area.addEventListener("input", count);
file.addEventListener("change", chosen);

// Pasted beside any field: it is meant for the area.
document.addEventListener("paste", (event) => {
  if (event.target.closest?.("input, textarea, select")) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!text) return;
  event.preventDefault();
  area.value = text;
  area.focus();
  count();
});

chosen(); // the browser keeps what was typed when the page is loaded again
