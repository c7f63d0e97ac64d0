// The first pieces of one strategy's course: a row for the loop and for each thread or worker, and thin ones for items that only wait.
const mostRows = 24;
const piecesInARow = 60;
const left = 76;

// Where the pieces end that were kept: those behind it are not all there.
const knownUntil = (row, asked) => {
  const last = row.segments.at(-1);
  return !last || row.segments.length < asked ? row.seconds : last.kind === "io" ? last.start : last.end;
};

// Loops come first, one for each server; then threads or workers.
const loopsOf = (row) => row.servers ?? 1;
const laneName = (row, lane) => {
  const loops = loopsOf(row);
  if (lane < loops) return loops === 1 ? "loop" : `loop ${lane + 1}`;
  return `${row.strategy === "threads" ? "thread" : "worker"} ${lane - loops + 1}`;
};

// Waits overlap where the loop awaits them: each takes the first row that is free.
const packed = (waits) => {
  const rows = [];
  for (const wait of waits.toSorted((a, b) => a.start - b.start)) {
    const free = rows.find((row) => row.at(-1).end <= wait.start);
    if (free) free.push(wait);
    else rows.push([wait]);
  }
  return rows;
};

const planOf = (row, asked) => {
  const awaits = row.strategy === "async" || row.strategy === "hybrid";
  const isFlying = (piece) => awaits && piece.kind === "io" && piece.lane < loopsOf(row);
  const lanes = [[]];
  for (const piece of row.segments.filter((one) => !isFlying(one))) (lanes[piece.lane] ??= []).push(piece);
  const named = Array.from(lanes, (pieces, lane) => ({ name: laneName(row, lane), pieces: pieces ?? [], height: 16 }));
  const flying = packed(row.segments.filter(isFlying)).map((pieces) => ({ name: "", pieces, height: 5 }));
  if (flying.length) flying[0].name = "in flight";
  const rows = [...named.slice(0, mostRows), ...flying.slice(0, mostRows)];
  const ends = rows.filter((one) => one.pieces.length > piecesInARow).map((one) => one.pieces[piecesInARow - 1].end);
  return {
    rows, until: Math.min(row.seconds, knownUntil(row, asked), ...ends),
    hidden: [[named.length - mostRows, row.strategy === "threads" ? "threads" : "workers"], [flying.length - mostRows, "items in flight"]],
  };
};

const stepOf = (seconds, most) => {
  const least = seconds / most;
  const decade = 10 ** Math.floor(Math.log10(least));
  return decade * ([1, 2, 5, 10].find((one) => one * decade >= least) ?? 10);
};

const drawTimeline = (row, asked) => {
  const svg = document.getElementById("gantt");
  document.getElementById("timeline").hidden = false;
  const plan = planOf(row, asked);
  const width = Math.max(100, svg.clientWidth - left - 8);
  const x = (seconds) => Math.round(10 * (left + (width * Math.min(seconds, plan.until)) / plan.until)) / 10;
  const make = (name, values, text = "") => {
    const element = document.createElementNS(svg.namespaceURI, name);
    for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };
  const paths = { io: "", cpu: "" };
  const marks = [];
  let y = 4;
  for (const { name, pieces, height } of plan.rows) {
    if (name) marks.push(make("text", { x: left - 8, y: y + (height === 16 ? 12 : 8), class: "end" }, name));
    if (height === 16) marks.push(make("rect", { x: left, y, width, height, class: "track" }));
    for (const piece of pieces.filter((one) => one.start < plan.until)) {
      const [from, to] = [x(piece.start), x(piece.end)];
      const gap = to - from > 3 ? 1 : 0;
      paths[piece.kind] += `M${from},${y}H${Math.max(from + 0.3, to - gap)}V${y + height}H${from}Z`;
    }
    y += height + (height === 16 ? 4 : 1);
  }
  const ticks = [];
  const step = stepOf(plan.until, Math.max(2, Math.floor(width / 90)));
  for (let count = 0; count * step <= plan.until; count += 1) {
    const at = x(count * step);
    const isLast = at > left + width - 30;
    ticks.push(make("line", { x1: at, x2: at, y1: 0, y2: y + 4, class: "grid" }));
    ticks.push(make("text", { x: at, y: y + 18, class: isLast ? "end" : count ? "middle" : "" }, durationText(count * step)));
  }
  svg.setAttribute("height", y + 24);
  svg.querySelector(".rows").replaceChildren(...marks);
  svg.querySelector(".axis").replaceChildren(...ticks);
  for (const kind of ["io", "cpu"]) svg.querySelector(`path.${kind}`).setAttribute("d", paths[kind]);
  const isWhole = plan.until >= row.seconds;
  document.getElementById("timeline-text").textContent =
    `${nameOf(row)}: ${isWhole ? `all of ${durationText(row.seconds)}` : `the first ${durationText(plan.until)} of ${durationText(row.seconds)}`}`;
  const busy = plan.rows.filter((one) => one.height === 16).slice(0, 8).map(({ name, pieces }) => {
    const computed = pieces.filter((one) => one.kind === "cpu" && one.start < plan.until);
    const seconds = computed.reduce((sum, one) => sum + Math.min(one.end, plan.until) - one.start, 0);
    return `${name} ${percentText(Math.round((100 * seconds) / plan.until) / 100)}`;
  });
  const hidden = plan.hidden.filter(([count]) => count > 0).map(([count, what]) => `${countText(count)} more ${what} are not drawn.`);
  document.getElementById("timeline-words").textContent = [`Share of it in which each computes: ${busy.join(", ")}.`, ...hidden].join(" ");
};

// One to choose for each row, and which it is: what was chosen, else the best.
const chosenOf = (rows, best) => {
  const box = document.querySelector(".chips");
  const names = rows.map(nameOf);
  const chips = [...box.querySelectorAll("input")];
  const isChosen = box.dataset.chosen && names.includes(box.dataset.chosen);
  const name = isChosen ? box.dataset.chosen : best ?? names[0];
  if (chips.map((chip) => chip.value).join() !== names.join()) {
    box.replaceChildren(box.querySelector("legend"), ...names.map((value) => {
      const [label, chip] = ["label", "input"].map((tag) => document.createElement(tag));
      Object.assign(chip, { type: "radio", name: "course", value });
      label.append(chip, ` ${value.replace(" in ", ", ")}`);
      return label;
    }));
  }
  for (const chip of box.querySelectorAll("input")) chip.checked = chip.value === name;
  return rows[names.indexOf(name)];
};
