/** Three lines that leave one jack: the product's sign. Decoration, its name stands beside it. */
export function Logo({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <path
        d="M5 10h10M9 10V5.5A1.5 1.5 0 0 1 10.5 4H15M9 10v4.5A1.5 1.5 0 0 0 10.5 16H15"
        stroke="var(--wire)"
        strokeWidth="1.5"
      />
      <circle cx="4" cy="10" r="3" fill="var(--ink)" />
      <path d="M14 2h4v4h-4zM14 8h4v4h-4zM14 14h4v4h-4z" fill="var(--ready)" />
    </svg>
  )
}
