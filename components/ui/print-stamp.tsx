'use client'

import { useEffect, useState } from 'react'
import { useFormatter } from 'use-intl'
import styles from './print-stamp.module.css'

/** On paper alone: where the page stands, and when it was printed. */
export function PrintStamp() {
  const format = useFormatter()
  const [stamp, setStamp] = useState<{ readonly address: string; readonly time: Date }>()
  useEffect(() => {
    const take = () => setStamp({ address: window.location.href, time: new Date() })
    window.addEventListener('beforeprint', take)
    return () => window.removeEventListener('beforeprint', take)
  }, [])
  if (stamp === undefined) return null
  return (
    <p className={styles.stamp}>
      <code>{stamp.address}</code>
      <time dateTime={stamp.time.toISOString()}>
        {format.dateTime(stamp.time, { dateStyle: 'medium', timeStyle: 'long' })}
      </time>
    </p>
  )
}
