// Keeps the status page up to date. Without it the page is the same, and stands still.
(() => {
  "use strict";
  const root = document.body.dataset.root;
  const live = document.querySelector(".live");
  const lostAfter = 4000;
  let main = document.querySelector("main");
  let events = null;
  let lostTimer = 0;
  let isLoading = false;
  let asked = "";

  const say = (text, isLost) => {
    if (live.textContent === text) return;
    live.textContent = text;
    live.classList.toggle("is-lost", isLost);
  };

  const isFound = () => {
    clearTimeout(lostTimer);
    lostTimer = 0;
    say("Live", false);
  };

  const isMissed = () => {
    if (!lostTimer) lostTimer = setTimeout(() => say("⚠ Connection lost: the page stands still. Trying again.", true), lostAfter);
  };

  const showRunning = (running) => {
    const box = main.querySelector(".running");
    if (!box) return;
    const [what, bar, text] = [".what", "progress", ".note"].map((name) => box.querySelector(name));
    bar.hidden = !running;
    text.textContent = running ? running.text : "";
    if (!running) {
      what.textContent = "No run is under way.";
      return;
    }
    const [word, mix, name, how] = ["span", "b", "bdi", "span"].map((tag) => document.createElement(tag));
    word.className = how.className = "how";
    word.textContent = "Running";
    name.textContent = running.mix;
    mix.append(name);
    how.textContent = `${running.strategy}, ${running.runtime}`;
    what.replaceChildren(word, " ", mix, " ", how);
    if (running.share === null) bar.removeAttribute("value");
    else bar.value = Math.round(running.share * 100);
  };

  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
    const line = element.closest(".standing");
    if (line) line.hidden = text === "";
  };

  const showApps = (event) => {
    const standing = main.querySelector("[data-standing]");
    if (standing) write(standing, event.standing);
    const apps = new Map(event.apps.map((app) => [app.app, app.figures]));
    for (const box of main.querySelectorAll("[data-app]")) {
      const figures = apps.get(box.dataset.app);
      if (!figures) continue;
      for (const element of box.querySelectorAll("[data-figure]")) {
        const text = figures[element.dataset.figure];
        if (text !== undefined) write(element, text);
      }
    }
  };

  // What can have the focus is known by its address or name, which outlive the change, and its place among its like.
  const nameOf = (element) => element.getAttribute("href") || element.parentElement.id;
  const like = (name) => [...main.querySelectorAll("a[href], summary, [tabindex='0']")].filter((other) => nameOf(other) === name);

  const swap = (page) => {
    const next = page.querySelector("main");
    if (!next) return;
    const open = [...main.querySelectorAll("details[open][id]")].map((element) => element.id);
    const active = main.contains(document.activeElement) && document.activeElement !== main ? document.activeElement : null;
    const focus = active && { name: nameOf(active), place: like(nameOf(active)).indexOf(active) };
    const place = [scrollX, scrollY];
    for (const id of open) next.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
    main.replaceWith(document.adoptNode(next));
    main = next;
    document.title = page.title;
    const icon = page.querySelector("link[rel=icon]");
    if (icon) document.querySelector("link[rel=icon]").href = icon.href;
    if (focus) (like(focus.name)[focus.place] ?? like(focus.name)[0])?.focus({ preventScroll: true });
    scrollTo({ left: place[0], top: place[1], behavior: "instant" });
  };

  const load = async (state) => {
    if (isLoading || state === main.dataset.state || state === asked || getSelection().type === "Range") return;
    isLoading = true;
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (answer.ok) swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
      // A page without a revision is asked for once a revision.
      if (answer.ok) asked = state;
    } catch {
      isMissed();
    } finally {
      isLoading = false;
    }
  };

  const take = (message) => {
    isFound();
    const event = JSON.parse(message.data);
    load(event.state);
    showRunning(event.running);
    showApps(event);
  };

  const open = () => {
    if (events || document.hidden) return;
    events = new EventSource(`${root}/events`);
    events.onopen = isFound;
    events.onmessage = take;
    events.onerror = () => {
      isMissed();
      if (events.readyState !== EventSource.CLOSED) return;
      // Refused rather than lost: the browser does not try again by itself.
      events = null;
      setTimeout(open, lostAfter);
    };
  };

  const close = () => {
    events?.close();
    events = null;
    clearTimeout(lostTimer);
    lostTimer = 0;
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
})();
