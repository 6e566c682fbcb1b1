/** Recording a voice message from the microphone. */

const FORMATS = [
  ["audio/ogg;codecs=opus", "ogg"],
  ["audio/webm;codecs=opus", "webm"],
  ["audio/mp4", "m4a"],
];

/** Record until `finish` or `cancel`; `onSecond` is told how long it has been going on. */
export class Recorder {
  constructor(onSecond) {
    this.onSecond = onSecond;
    this.pieces = [];
  }

  /** Begin; throws where there is no microphone, no permission or no way to record. */
  async begin() {
    const format = FORMATS.find(([type]) => globalThis.MediaRecorder?.isTypeSupported(type));
    if (!format || !navigator.mediaDevices) throw new Error("nothing can be recorded here");
    this.extension = format[1];
    this.sound = await navigator.mediaDevices.getUserMedia({ audio: true });
    this.machine = new MediaRecorder(this.sound, { mimeType: format[0] });
    this.machine.addEventListener("dataavailable", (event) => this.pieces.push(event.data));
    this.machine.start();
    this.seconds = 0;
    this.ticking = setInterval(() => this.onSecond(++this.seconds), 1000);
    this.onSecond(0);
  }

  /** Stop and return the recording as a file. */
  async finish() {
    const stopped = new Promise((resolve) => {
      this.machine.addEventListener("stop", resolve, { once: true });
    });
    this.machine.stop();
    await stopped;
    this.#release();
    const [type] = this.machine.mimeType.split(";");
    return new File(this.pieces, `voice.${this.extension}`, { type });
  }

  /** Stop and throw away what was recorded. */
  cancel() {
    this.machine.stop();
    this.#release();
  }

  #release() {
    clearInterval(this.ticking);
    for (const track of this.sound.getTracks()) track.stop();
  }
}
