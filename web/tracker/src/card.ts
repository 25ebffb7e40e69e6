// Card numbers are nobody's business (identity.md §6).

/** Whether a text has a card number in it, with or without blanks and hyphens between the digits. */
export function hasCardNumber(text: string): boolean {
  return (text.match(/\d+(?:[ -]\d+)*/g) ?? []).some((run) => {
    const groups = run.split(/[ -]/);
    return groups.some((_, i) =>
      groups.some((_, n) => n < mostDigits && isCardNumber(groups.slice(i, i + n + 1).join(''))));
  });
}

const mostDigits = 19;

/**
 * Whether digits begin like a card's number and satisfy Luhn: every second one from the right counts double,
 * and what then has two digits, their sum.
 */
function isCardNumber(digits: string): boolean {
  return /^(?=.{13,19}$)([3-6]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720))/.test(digits)
    && [...digits].map(Number).reverse().reduce((sum, n, i) => sum + (i % 2 ? n * 2 % 9 || n : n)) % 10 === 0;
}
