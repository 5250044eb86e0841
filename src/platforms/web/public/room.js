// What htmx alone does not do for the room: local times, scrolling, the state of the connection, the composer.
(() => {
  const log = document.getElementById("log");
  if (!log) return;
  const scroller = document.getElementById("scroller");
  const connection = document.getElementById("connection");
  const newer = document.getElementById("newer");
  const composer = document.getElementById("composer");
  const samples = document.getElementById("samples");
  const note = document.getElementById("note");
  const text = document.getElementById("text");
  const replying = document.getElementById("replying");
  const MOST_SHOWN = 300;

  const times = new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
  });
  const days = new Intl.DateTimeFormat(document.documentElement.lang, {
    month: "numeric",
    day: "numeric",
  });

  function dress(root) {
    for (const time of root.querySelectorAll("time:not([title])")) {
      const at = new Date(time.dateTime);
      const today = at.toDateString() === new Date().toDateString();
      time.textContent = today ? times.format(at) : `${days.format(at)} ${times.format(at)}`;
      time.title = at.toLocaleString(document.documentElement.lang);
    }
    for (const button of root.querySelectorAll("button.reply[hidden]")) button.hidden = false;
  }

  const atBottom = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  function toBottom() {
    scroller.scrollTop = scroller.scrollHeight;
    newer.hidden = true;
  }
  /** Down to a new message, but never past its beginning: the short answer stands at the top. */
  function toMessage(message) {
    const beginning = message.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 8;
    const end = scroller.scrollHeight - scroller.clientHeight;
    scroller.scrollTop = Math.min(end, scroller.scrollTop + beginning);
    newer.hidden = true;
  }
  let wasAtBottom = true;

  newer.addEventListener("click", toBottom);
  scroller.addEventListener("scroll", () => {
    if (atBottom()) newer.hidden = true;
  });
  // A keyboard that opens, or a note that appears, must not hide what was being read.
  new ResizeObserver(() => {
    if (wasAtBottom) toBottom();
  }).observe(scroller);
  scroller.addEventListener("scroll", () => {
    wasAtBottom = atBottom();
  });

  // --- Messages as they come ---
  log.addEventListener("htmx:sse:before:message", (event) => {
    const { message } = event.detail;
    if (message.event) return;
    wasAtBottom = atBottom();
    // After a new connection the server may begin earlier than what is already here.
    if (message.id && document.getElementById(`m${message.id}`)) event.preventDefault();
  });
  log.addEventListener("htmx:sse:after:message", (event) => {
    const { message } = event.detail;
    if (message.event) return;
    const added = document.getElementById(`m${message.id}`);
    if (!added) return;
    added.classList.add("new");
    dress(added);
    while (log.children.length > MOST_SHOWN) log.firstElementChild.remove();
    if (wasAtBottom || added.classList.contains("own")) toMessage(added);
    else newer.hidden = false;
  });

  // A message with other words takes the place of the one that is shown.
  log.addEventListener("edited", (event) => {
    const parsed = document.createElement("template");
    parsed.innerHTML = event.detail.data;
    const fresh = parsed.content.querySelector("article");
    const shown = fresh && document.getElementById(fresh.id);
    if (!shown) return;
    const bottom = atBottom();
    dress(fresh);
    shown.replaceWith(fresh);
    window.htmx.process(fresh);
    if (bottom) toBottom();
  });

  // --- The connection ---
  let retry = 0;
  function connectAgain() {
    clearTimeout(retry);
    retry = setTimeout(() => window.htmx.trigger(log, "room:connect"), 3000);
  }
  log.addEventListener("htmx:sse:after:connection", () => {
    connection.hidden = true;
  });
  log.addEventListener("htmx:sse:error", () => {
    connection.hidden = false;
  });
  // htmx comes back by itself once it was connected; a first try that failed, or a stream it gave up, is ours.
  log.addEventListener("htmx:sse:close", (event) => {
    if (event.detail.reason === "ended") connectAgain();
  });
  for (const name of ["htmx:error", "htmx:response:error"]) {
    log.addEventListener(name, (event) => {
      if (event.target !== log) return;
      connection.hidden = false;
      connectAgain();
    });
  }

  // --- Writing ---
  function freshId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  function stopReplying() {
    composer.elements.replyTo.value = "";
    replying.hidden = true;
  }
  function say(sentence) {
    const line = document.createElement("p");
    line.className = "problem";
    line.setAttribute("role", "alert");
    line.textContent = sentence;
    note.replaceChildren(line);
  }

  composer.addEventListener("htmx:before:request", () => {
    text.readOnly = true;
  });
  document.body.addEventListener("htmx:finally:request", (event) => {
    const { ctx } = event.detail;
    const form = ctx.sourceElement;
    if (form === log || !(form instanceof HTMLFormElement)) return;
    const status = ctx.response?.status;
    if (form === composer) text.readOnly = false;
    if (status === undefined) say(composer.dataset.offline);
    if (status === undefined || status >= 300) return;
    if (form === composer) {
      text.value = "";
      text.style.height = "";
      composer.elements.clientId.value = freshId();
      stopReplying();
      showName();
    }
    if (form === composer || form === samples) {
      samples?.remove();
      toBottom();
    }
  });

  function showName() {
    const input = composer.elements.name;
    input.closest("details").open = false;
    input.closest("details").querySelector("summary bdi").textContent =
      input.value.trim() || input.placeholder;
  }

  // On a desktop Enter sends; on a phone it is the only way to a new line. While an input method composes, it chooses.
  const hasKeyboard = window.matchMedia("(hover: hover) and (pointer: fine)");
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    if (!hasKeyboard.matches) return;
    event.preventDefault();
    if (text.value.trim() !== "" && !text.readOnly) composer.requestSubmit();
  });
  text.addEventListener("input", () => {
    note.replaceChildren();
    if (CSS.supports("field-sizing", "content")) return;
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
  });

  log.addEventListener("click", (event) => {
    const button = event.target.closest("button.reply");
    if (!button) return;
    const message = document.getElementById(`m${button.dataset.reply}`);
    composer.elements.replyTo.value = button.dataset.reply;
    replying.querySelector("bdi").textContent = message
      .querySelector(".body")
      .textContent.trim()
      .slice(0, 60);
    replying.hidden = false;
    text.focus();
  });
  replying.querySelector("button").addEventListener("click", () => {
    stopReplying();
    text.focus();
  });

  dress(document);
  toBottom();
})();
