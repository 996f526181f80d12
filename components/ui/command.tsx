'use client'

import styles from './command.module.css'
import { CopyButton } from './copy-button'

/** Lines for a terminal, ready to copy as one piece; `output` is what they print. */
export function Command({ lines, output }: { readonly lines: readonly string[]; readonly output?: string }) {
  return (
    <div className={styles.command}>
      <div className={styles.input}>
        <pre className={styles.lines}>
          {lines.map((line) => (
            <code key={line} className={styles.line}>
              {line}
            </code>
          ))}
        </pre>
        <CopyButton text={lines.join('\n')} />
      </div>
      {output === undefined ? null : (
        // Wide output scrolls, and what scrolls must be reachable by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1).
        <pre className={styles.output} tabIndex={0}>
          {output}
        </pre>
      )}
    </div>
  )
}
