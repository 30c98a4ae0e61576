// A page that is opened from a folder (file:) may not start a worker. The script of the search then runs in a hidden
// frame instead, so that the search works there too. It looks for the name IFrameWorker to find its own folder.
if (location.protocol === "file:") {
  window.IFrameWorker = window.Worker = class extends EventTarget {
    constructor(script) {
      super()
      const frame = document.createElement("iframe")
      frame.hidden = true
      document.body.append(frame)
      this.inside = frame.contentWindow
      this.inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }))
      this.inside.importScripts = (...scripts) => scripts.reduce((before, one) => before.then(() => this.load(one)), Promise.resolve())
      this.ready = this.load(script)
    }

    load(script) {
      return new Promise(loaded => {
        const element = this.inside.document.createElement("script")
        element.src = new URL(script, location.href)
        element.onload = loaded
        this.inside.document.body.append(element)
      })
    }

    postMessage(data) {
      this.ready.then(() => this.inside.dispatchEvent(new MessageEvent("message", { data })))
    }
  }
}
