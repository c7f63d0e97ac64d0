// The table and the sentence above it: the same as `SimulatorFigures` makes them.
const nameOf = (row) => `${row.strategy} in ${row.runtime}`;
const verdictOf = (row) => row.targets.find((one) => one.target === "event_loop_latency")?.verdict ?? "unknown";
const least = (rows, value) => rows.reduce((best, row) => (best && value(best) <= value(row) ? best : row), null);

// Of those that are about the fastest, the one whose loop is the least late.
const fastest = (rows) => rows.filter((row) => row.seconds <= 1.01 * Math.min(...rows.map((one) => one.seconds)));
const bestOf = (rows) => least(fastest(rows), (row) => row.event_loop_latency_seconds.p99);

const lateness = (best, rows) => {
  if (verdictOf(best) !== "breached") return "";
  const inTime = least(rows.filter((row) => verdictOf(row) === "met"), (row) => row.seconds);
  const other = inTime ? `; ${nameOf(inTime)} would answer in time, and take ${durationText(inTime.seconds)}` : "";
  return ` But its event loop would be late: p99 ${durationText(best.event_loop_latency_seconds.p99)}, the target is 100 ms${other}.`;
};

const sentenceOf = (rows) => {
  const best = bestOf(rows);
  const times = best.strategy === "sync" ? "" : `, ${digits(best.speedup)} times as fast as sync`;
  const equals = fastest(rows).filter((row) => row !== best).map(nameOf);
  const others = equals.length ? ` ${listText(equals)} ${equals.length === 1 ? "is" : "are"} as fast, within 1 %.` : "";
  return `${nameOf(best)} is the fastest: ${durationText(best.seconds)}${times}, ${digits(best.ideal_ratio)} times the ideal time.` +
    `${others} It is limited by ${best.reason}.${lateness(best, rows)}`;
};

const signs = { met: "✓", breached: "✗", unknown: "○" };

const fillRow = (line, row, longest, isBest) => {
  const figure = (name) => line.querySelector(`[data-figure=${name}]`);
  const texts = {
    strategy: row.strategy, runtime: row.runtime, reason: row.reason, seconds: durationText(row.seconds),
    speedup: `${digits(row.speedup)} ×`, latency: durationText(row.event_loop_latency_seconds.p99),
    queue: countText(row.queue_peak), cpu: percentText(row.cpu_utilization), io: percentText(row.io_wait_ratio),
  };
  for (const [name, text] of Object.entries(texts)) figure(name).textContent = text;
  line.classList.toggle("is-best", isBest);
  figure("best").hidden = !isBest;
  const verdict = verdictOf(row);
  const sign = document.createElement("span");
  sign.ariaHidden = "true";
  sign.textContent = signs[verdict];
  figure("verdict").className = verdict;
  figure("verdict").replaceChildren(sign, ` ${verdict}`);
  const length = (seconds) => Math.round((longest > 0 ? 6000 * seconds / longest : 0)) / 10;
  line.querySelector(".bar g").setAttribute("class", `st-${row.strategy}`);
  line.querySelector(".over").setAttribute("width", length(row.seconds));
  line.querySelector(".needed").setAttribute("width", length(Math.min(row.seconds, row.ideal_seconds)));
  for (const end of ["x1", "x2"]) line.querySelector(".ideal").setAttribute(end, length(row.ideal_seconds));
};

const drawResults = (rows) => {
  const table = document.querySelector(".predictions");
  const body = table.tBodies[0];
  const template = document.getElementById("prediction").content;
  const longest = Math.max(...rows.map((row) => Math.max(row.seconds, row.ideal_seconds)));
  const best = bestOf(rows);
  while (body.rows.length > rows.length) body.rows[rows.length].remove();
  while (body.rows.length < rows.length) body.append(template.cloneNode(true));
  rows.forEach((row, index) => fillRow(body.rows[index], row, longest, row === best));
  table.hidden = false;
  document.getElementById("sentence").textContent = sentenceOf(rows);
  // The bars once more, for windows in which the table is out of sight while one drags.
  const gist = document.createElement("b");
  gist.textContent = `${nameOf(best)}: ${durationText(best.seconds)}`;
  document.getElementById("gist").replaceChildren(gist, ...[...body.querySelectorAll(".bar")].map((bar) => bar.cloneNode(true)));
};
