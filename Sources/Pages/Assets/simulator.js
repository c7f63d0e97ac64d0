// The controls, and one request at a time for what they say. Without this script the form is sent, and the page comes with its results.
(() => {
  const form = document.getElementById("simulator");
  const root = document.body.dataset.root;
  const id = (name) => document.getElementById(name);
  // So that the agent gives up what this page asked for before: a connection that closes does not tell it.
  const page = Math.random().toString(36).slice(2);
  // An answer that is as good as there is waited for: else nothing would be drawn while somebody drags.
  const patience = 100;
  const round = [10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 25, 28, 30, 35, 40, 45, 50, 55, 60, 70, 80, 90];

  // MARK: Controls

  const fields = [...form.querySelectorAll("[data-standard]")];
  const derived = [...form.querySelectorAll("[data-derived]")];
  const sliders = [...form.querySelectorAll(".slider")];
  const fieldOf = (slider) => id(slider.dataset.for);
  const stopsOf = ({ dataset }) => {
    const [lower, upper, step] = [dataset.lower, dataset.upper, dataset.step].map(Number);
    if (dataset.steps === "even") {
      return Array.from({ length: Math.round((upper - lower) / step) + 1 }, (_, index) => Math.round((lower + index * step) * 100) / 100);
    }
    const all = [-1, 0, 1, 2, 3, 4].flatMap((power) => round.map((number) => Math.round(number * 10 ** power * 10) / 10));
    return [...all.filter((number) => number >= lower && number < upper && Number.isInteger(number)), upper];
  };
  const stops = new Map(sliders.map((slider) => [slider, stopsOf(slider)]));

  const follow = (slider) => {
    const field = fieldOf(slider);
    const number = numberOf(field);
    const words = wordsOf(field, number);
    form.querySelector(`output[for=${field.id}]`).textContent = words;
    slider.ariaValueText = words || "no value";
    if (!(number >= 0)) return;
    const all = stops.get(slider);
    const nearest = all.reduce((best, stop, index) => (Math.abs(stop - number) < Math.abs(all[best] - number) ? index : best), 0);
    if (Number(slider.value) !== nearest) slider.value = nearest;
  };

  const tellOf = (name, problem) => {
    const [field, line] = [id(name), id(`${name}-problem`)];
    line.hidden = !problem;
    line.textContent = problem ? `"${field.value}" ${problem}` : "";
    if (problem) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  };

  // The time of a task and its share of CPU are another way to say how long the two steps are.
  const roundTo = (number, scale) => Math.round(number * scale) / scale;
  const showWhole = () => {
    const [io, cpu] = ["io", "cpu"].map((name) => numberOf(id(name)));
    if (!(io + cpu > 0)) return;
    ["time", "cpu-share"].forEach((name) => tellOf(name, ""));
    id("time").value = textOf(id("time"), roundTo(io + cpu, 1e6));
    id("cpu-share").value = textOf(id("cpu-share"), roundTo(cpu / (io + cpu), 1e4));
    ["time-slider", "cpu-share-slider"].forEach((name) => follow(id(name)));
  };
  const splitWhole = () => {
    const [time, share] = ["time", "cpu-share"].map((name) => numberOf(id(name)));
    tellOf("time", time > 0 ? "" : "must be a duration above 0s, as 100ms");
    tellOf("cpu-share", share >= 0 && share <= 1 ? "" : "must be a share from 0 to 1, as 0.3 or 30%");
    if (!(time > 0 && share >= 0 && share <= 1)) return;
    id("io").value = textOf(id("io"), roundTo(time * (1 - share), 1e6));
    id("cpu").value = textOf(id("cpu"), roundTo(time * share, 1e6));
    ["io-slider", "cpu-slider"].forEach((name) => follow(id(name)));
  };

  const query = () => {
    const values = new URLSearchParams(new FormData(form));
    for (const field of fields) {
      if (valueOf(field)) values.set(field.name, valueOf(field));
      else values.delete(field.name);
    }
    return values.toString();
  };

  const restore = (text) => {
    const values = new URLSearchParams(text);
    // What no field can hold comes with the page.
    if ([...values.keys()].some((name) => !fields.some((field) => field.name === name))) return location.reload();
    for (const field of fields) field.value = values.get(field.name) ?? field.dataset.standard;
    id("further")?.remove();
    if (fields.some((field) => id("more").contains(field) && field.value !== field.dataset.standard)) id("more").open = true;
    sliders.forEach(follow);
    showWhole();
  };

  // MARK: The address

  // Browsers refuse an address that changes too often.
  const addressInterval = 400;
  let addressTimer = 0;
  const saveAddress = () => {
    clearTimeout(addressTimer);
    addressTimer = 0;
    if (location.search.slice(1) !== query()) history.replaceState(null, "", `?${query()}`);
  };
  const saveAddressSoon = () => { addressTimer ||= setTimeout(saveAddress, addressInterval); };

  // MARK: What is wrong

  const tell = (problems, trouble) => {
    const isFor = (field, problem) => field.name === problem.parameter;
    for (const field of fields) {
      const problem = problems.find((one) => isFor(field, one));
      tellOf(field.name, problem ? problem.reason : "");
    }
    const strange = problems.filter((problem) => !fields.some((field) => isFor(field, problem)));
    id("strange").hidden = !strange.length;
    id("strange").replaceChildren(...strange.map(({ parameter, value, reason }) => {
      const item = document.createElement("li");
      item.textContent = `${parameter}: "${value}" ${reason}`;
      return item;
    }));
    if (id("trouble").textContent === trouble) return;
    id("trouble").hidden = !trouble;
    id("trouble").textContent = trouble;
  };

  // MARK: Requests

  let wanted = "";
  let drawn = null;
  let rows = [];
  let best = null;
  let course = null;
  let call = null;
  let frame = 0;
  let isSettled = false;

  const get = async (values, signal) => {
    const answer = await fetch(`${root}/api/v1/simulate?${values}&page=${page}`, { signal, cache: "no-store" });
    if (answer.status === 503) return { isBusy: true };
    const body = await answer.json().catch(() => ({}));
    if (answer.ok) return { rows: body.strategies, body };
    return { problems: body.problems ?? [], error: body.error ?? `The server answers with status ${answer.status}.` };
  };

  const number = (name) => Number(valueOf(id(name)));
  // So many that there is something beside the first waits.
  const piecesFor = (row) => Math.min(5000, row.strategy === "threads" ? 60 * number("threads") : 400 + 4 * number("concurrency"));

  const drawCourse = async (text, signal) => {
    const row = chosenOf(rows, best);
    const values = new URLSearchParams(text);
    const asked = piecesFor(row);
    for (const [name, value] of Object.entries({ strategy: row.strategy, runtime: row.runtime, segments: asked })) values.set(name, value);
    const answer = await get(values, signal);
    if (!answer.rows) return answer;
    course = { row: answer.rows[0], asked };
    drawTimeline(course.row, course.asked);
    return answer;
  };

  const draw = async (text, signal) => {
    const answer = await get(text, signal);
    if (answer.isBusy) return answer;
    if (!answer.rows) {
      const isOld = rows.length ? " The results are those of the values before." : "";
      const isSaid = answer.problems.length ? "Some values make no sense." : answer.error;
      tell(answer.problems, `${isSaid}${isOld}`);
      return answer;
    }
    rows = answer.rows;
    best = answer.body.best;
    tell([], "");
    drawResults(answer.body);
    return drawCourse(text, signal);
  };

  const pause = (time) => new Promise((done) => setTimeout(done, time));

  // Until what is drawn is what is wanted. One at a time, so that no late answer comes after a newer one.
  const work = async () => {
    if (call) return;
    while (drawn !== wanted) {
      const text = wanted;
      const mine = { abort: new AbortController(), began: performance.now(), text };
      call = mine;
      const timer = setTimeout(overtake, patience);
      try {
        const answer = await draw(text, mine.abort.signal);
        if (answer.isBusy) await pause(patience);
        else drawn = text;
      } catch (error) {
        if (!mine.abort.signal.aborted) {
          tell([], `The server does not answer.${rows.length ? " The results are those of before." : ""} Trying again.`);
          await pause(10 * patience);
        }
      } finally {
        clearTimeout(timer);
      }
    }
    call = null;
    form.dataset.drawn = drawn;
    speak();
  };

  // A newer value gives up what takes long.
  const overtake = () => {
    if (call && call.text !== wanted && performance.now() - call.began >= patience) call.abort.abort();
  };

  const ask = () => {
    wanted = query();
    if (drawn !== wanted) delete form.dataset.drawn;
    overtake();
    work();
  };

  const askSoon = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      ask();
    });
  };

  // Once, when somebody has let go and the results are there.
  const speak = () => {
    if (!isSettled || drawn !== query()) return;
    isSettled = false;
    id("spoken").textContent = id("trouble").hidden ? id("sentence").textContent : id("trouble").textContent;
  };

  // MARK: Events

  form.addEventListener("input", ({ target }) => {
    if (target.matches(".slider")) fieldOf(target).value = textOf(fieldOf(target), stops.get(target)[target.value]);
    const slider = id(`${target.dataset.for ?? target.id}-slider`);
    if (slider) follow(slider);
    const changed = target.dataset.for ?? target.id;
    if (["time", "cpu-share"].includes(changed)) splitWhole();
    if (["io", "cpu"].includes(changed)) showWhole();
    delete form.dataset.drawn;
    saveAddressSoon();
    askSoon();
  });
  form.addEventListener("change", () => {
    isSettled = true;
    saveAddress();
    speak();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.querySelector(".presets").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    saveAddress();
    restore(link.search);
    history.pushState(null, "", `?${query()}`);
    isSettled = true;
    ask();
  });
  document.querySelector(".chips").addEventListener("change", ({ currentTarget, target }) => {
    currentTarget.dataset.chosen = target.value;
    drawn = null;
    ask();
  });
  addEventListener("popstate", () => {
    restore(location.search);
    ask();
  });
  new ResizeObserver(() => course && drawTimeline(course.row, course.asked)).observe(id("gantt").parentElement);

  form.querySelector("button").hidden = true;
  for (const slider of sliders) {
    slider.max = stops.get(slider).length - 1;
    slider.hidden = false;
    follow(slider);
  }
  derived.forEach((field) => { field.hidden = false; });
  showWhole();
  saveAddress();
  ask();
})();
