import type { ButtonHTMLAttributes } from 'react'
import styles from './text-button.module.css'

/** A thing to do that stands among text: words in the colour of links, without a frame. */
export function TextButton(props: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'type'>) {
  return <button {...props} type="button" className={styles.button} />
}
