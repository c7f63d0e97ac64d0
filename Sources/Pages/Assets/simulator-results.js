// The table, filled as `SimulatorFigures` fills it; the sentence above it comes with the answer.
const nameOf = (row) => `${row.strategy} in ${row.runtime}`;

const signs = { met: "✓", breached: "✗", unknown: "○" };

// Of a service: how long its items take.
const barOf = (row) => (row.service
  ? { seconds: row.item_seconds.p99, ideal: row.service.least_item_seconds }
  : { seconds: row.seconds, ideal: row.ideal_seconds });

const fillRow = (line, row, longest, isBest) => {
  const figure = (name) => line.querySelector(`[data-figure=${name}]`);
  const texts = {
    strategy: row.strategy, runtime: row.runtime, reason: row.reason, seconds: durationText(row.seconds),
    speedup: row.service ? `${digits(row.service.capacity_items_per_second)}/s` : `${digits(row.speedup)} ×`,
    "item-p50": durationText(row.item_seconds.p50), "item-p99": durationText(row.item_seconds.p99), latency: durationText(row.event_loop_latency_seconds.p99),
    queue: countText(row.queue_peak), cpu: percentText(row.cpu_utilization), io: percentText(row.io_wait_ratio),
  };
  for (const [name, text] of Object.entries(texts)) figure(name).textContent = text;
  line.classList.toggle("is-best", isBest);
  figure("best").hidden = !isBest;
  const { verdict } = row;
  figure("breaches").textContent = listText(row.targets.filter((one) => one.verdict === "breached").map((one) => one.target));
  const sign = document.createElement("span");
  sign.ariaHidden = "true";
  sign.textContent = signs[verdict];
  figure("verdict").className = verdict;
  figure("verdict").replaceChildren(sign, ` ${verdict}`);
  const length = (seconds) => Math.round((longest > 0 ? 6000 * seconds / longest : 0)) / 10;
  line.querySelector(".bar g").setAttribute("class", `st-${row.strategy}`);
  const { seconds, ideal } = barOf(row);
  line.querySelector(".over").setAttribute("width", length(seconds));
  line.querySelector(".needed").setAttribute("width", length(Math.min(seconds, ideal)));
  for (const end of ["x1", "x2"]) line.querySelector(".ideal").setAttribute(end, length(ideal));
};

const drawResults = ({ strategies: rows, sentence, best: name }) => {
  const table = document.querySelector(".predictions");
  const body = table.tBodies[0];
  const template = document.getElementById("prediction").content;
  const longest = Math.max(...rows.map(barOf).map(({ seconds, ideal }) => Math.max(seconds, ideal)));
  const best = rows.find((row) => nameOf(row) === name);
  while (body.rows.length > rows.length) body.rows[rows.length].remove();
  while (body.rows.length < rows.length) body.append(template.cloneNode(true));
  rows.forEach((row, index) => fillRow(body.rows[index], row, longest, row === best));
  table.hidden = false;
  document.getElementById("sentence").textContent = sentence;
  // The bars once more, for windows in which the table is out of sight while one drags.
  const gist = document.createElement("b");
  gist.textContent = best ? `${name}: ${durationText(barOf(best).seconds)}` : "";
  document.getElementById("gist").replaceChildren(gist, ...[...body.querySelectorAll(".bar")].map((bar) => bar.cloneNode(true)));
};
