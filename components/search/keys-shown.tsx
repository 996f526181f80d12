import styles from './keys-shown.module.css'
import { useIsApple } from './use-is-apple'
import type { SearchText } from './use-search-text'

const arrows: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
  Escape: 'Esc',
}

/** `Mod` of a way: ⌘ on a Mac, Ctrl elsewhere. */
export function modifierName(isApple: boolean): string {
  return isApple ? '⌘' : 'Ctrl'
}

/** One way to press: `n`, `g` then `w`, `Ctrl` with `K`. */
export function Way({ way, t }: { readonly way: string; readonly t: SearchText }) {
  const isApple = useIsApple()
  const caps = way.split(' ').map((chord) => chord.split(/(?<=.)\+/).map((key) => capOf(key, isApple, t)))
  return (
    <span className={styles.way}>
      {caps.map((chord, index) => (
        <span key={chord.join('+')} className={styles.chord}>
          {index > 0 ? <span className={styles.word}>{t('keyList.then')}</span> : null}
          {chord.map((cap) => (
            <kbd key={cap} className={styles.cap}>
              {cap}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  )
}

function capOf(key: string, isApple: boolean, t: SearchText): string {
  if (key === 'Mod') return modifierName(isApple)
  if (key === 'Space') return t('keyList.space')
  return arrows[key] ?? (key.length === 1 ? key.toUpperCase() : key)
}
