/**
 * Runs in the page before anything else: tells when the graph shows something for the first time, and how many cards
 * a change touches. A paint is the second animation frame after a mutation: the first runs before it is on screen.
 * Times are wall-clock milliseconds, so that they compare with what other processes of this machine saw.
 */
export function installProbe() {
  const probe = {
    /** @type {Map<string, number>} condition → when it was first painted */
    seen: new Map(),
    /** @type {{ name: string, selector: string, text: string }[]} */
    waiting: [],
    /** @type {Set<string>} ids of the cards touched since `touched` was emptied */
    touched: new Set(),
  }
  Object.assign(window, { probe })
  const now = () => performance.timeOrigin + performance.now()
  const check = () => {
    for (const wait of probe.waiting.slice()) {
      const found = [...document.querySelectorAll(wait.selector)].some((element) =>
        element.textContent?.includes(wait.text),
      )
      if (!found) continue
      probe.waiting.splice(probe.waiting.indexOf(wait), 1)
      requestAnimationFrame(() => requestAnimationFrame(() => probe.seen.set(wait.name, now())))
    }
  }
  new MutationObserver((mutations) => {
    for (const { target } of mutations) {
      const element = target instanceof Element ? target : target.parentElement
      const card = element?.closest('.react-flow__node')?.getAttribute('data-id')
      if (card) probe.touched.add(card)
    }
    check()
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
}

/**
 * Asks the page to note when some element that `selector` finds first holds `text`; `paintedAt` then waits for the
 * paint after it. A condition is data, since the page's own policy forbids to evaluate code.
 * @param {import('@playwright/test').Page} page
 * @param {string} name
 * @param {string} selector
 * @param {string} [text]
 */
export function expectPaint(page, name, selector, text = '') {
  return page.evaluate(
    ([name, selector, text]) => {
      const { probe } = /** @type {any} */ (window)
      probe.seen.delete(name)
      probe.waiting.push({ name, selector, text })
    },
    /** @type {const} */ ([name, selector, text]),
  )
}

/** @param {import('@playwright/test').Page} page @param {string} name @returns {Promise<number>} wall-clock milliseconds */
export async function paintedAt(page, name) {
  const handle = await page.waitForFunction((name) => /** @type {any} */ (window).probe.seen.get(name), name, {
    timeout: 30_000,
    polling: 50,
  })
  return /** @type {Promise<number>} */ (handle.jsonValue())
}
