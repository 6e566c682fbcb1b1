/** The people's side of the embedded Telegram over HTTP. */

/** Carry the server's own words for what it refused; `why` is null when it was not reached. */
export class Refused extends Error {
  constructor(why) {
    super(why ?? "unreachable");
    this.why = why;
  }
}

/** Ask the server; every method throws `Refused` with the server's words. */
export class Api {
  people() {
    return this.#send("GET", "/api/people");
  }

  addPerson(person) {
    return this.#send("POST", "/api/people", person);
  }

  screen(person) {
    return this.#send("GET", `/api/people/${person}/screen`);
  }

  /** Let a person act: say, open, tap, location, contact, edit, block, unblock or read. */
  act(person, action, details = {}) {
    return this.#send("POST", `/api/people/${person}/${action}`, details);
  }

  /** Send files as photo, voice, video, document or album. */
  upload(person, kind, files, caption = "") {
    const form = new FormData();
    for (const file of files) form.append("file", file, file.name);
    if (caption) form.append("caption", caption);
    return this.#send("POST", `/api/people/${person}/${kind}`, form);
  }

  clock() {
    return this.#send("GET", "/api/clock");
  }

  moveClock(change) {
    return this.#send("POST", "/api/clock", change);
  }

  async #send(method, address, body) {
    const request = { method };
    if (body instanceof FormData) request.body = body;
    else if (body !== undefined) {
      request.headers = { "Content-Type": "application/json" };
      request.body = JSON.stringify(body);
    }
    const response = await reached(address, request);
    const answer = await response.json().catch(() => null);
    if (!response.ok) throw new Refused(answer?.error ?? `HTTP ${response.status}`);
    return answer;
  }
}

async function reached(address, request) {
  try {
    return await fetch(address, request);
  } catch {
    throw new Refused(null);
  }
}
