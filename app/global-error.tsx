'use client'

/** Where even the frame of the pages failed, and with it their languages: both speak. */
export default function GlobalError({ error }: { readonly error: Error }) {
  return (
    <html lang="en">
      <body>
        <main
          style={{ maxWidth: 640, margin: '48px auto', padding: '0 16px', font: '13px/20px system-ui, sans-serif' }}
        >
          <title>Switchboard</title>
          <h1 style={{ font: '600 20px/28px system-ui, sans-serif' }}>Switchboard failed to draw this page.</h1>
          <p lang="zh-CN">Switchboard 未能显示此页面。</p>
          <p>
            <code>{error.message}</code>
          </p>
          <button type="button" onClick={() => window.location.reload()}>
            Load the page anew · <span lang="zh-CN">重新加载页面</span>
          </button>
        </main>
      </body>
    </html>
  )
}
