// Walks a journey as a person does: reads the page, chooses, presses Continue. Works with JavaScript off.

// From the home page to the first question about a topic.
export async function beginJourney(page, url, topic) {
  await page.goto(url);
  await page.getByRole('link', { name: 'Choose from all topics' }).click();
  await page.getByRole('button', { name: topic, exact: true }).click();
}

// Where the person stands: the id of the question, or null where nothing is asked (an outcome, an error).
export async function questionOn(page) {
  const field = page.locator('input[type=hidden][name=question]');
  return (await field.count()) > 0 ? field.first().inputValue() : null;
}

// Gives the answer in `answers` to the question on the page, or else the least serious one: none of these, no, or the last;
// not sure only where nothing else can be chosen.
// An answer is an id, a list of ids, { amount, unit }, or { day, month, year }.
export async function fill(page, answers = {}) {
  const wanted = answers[await questionOn(page)];
  if (wanted !== undefined && typeof wanted === 'object' && !Array.isArray(wanted)) {
    for (const [name, value] of Object.entries(wanted)) {
      const field = page.locator(`[name=${name}]`);
      if (name === 'unit') await field.selectOption(value);
      else await field.fill(String(value));
    }
    return;
  }
  const options = page.locator('input[name=answer]:not([type=hidden])');
  const offered = await options.evaluateAll((all) => all.map((option) => option.value));
  if (offered.length === 0) return; // a note: only to be read
  const least = ['none', 'no'].find((id) => offered.includes(id)) ?? offered.filter((id) => id !== 'unsure').at(-1) ?? 'unsure';
  for (const id of [wanted ?? least].flat()) {
    if (!offered.includes(id)) throw new Error(`"${id}" is not offered on "${await page.title()}": ${offered}`);
    await page.locator(`input[name=answer][value="${id}"]`).check();
  }
}

export async function goOn(page) {
  await page.locator('main button[type=submit]').first().click();
}

// Answers question after question until `until(question)` holds or nothing is asked any more. `each(question)` sees every page.
export async function walk(page, answers, { until = () => false, each = async () => {} } = {}) {
  const asked = [];
  for (;;) {
    const question = await questionOn(page);
    await each(question);
    if (question === null || until(question)) return asked;
    if (asked.length > 60) throw new Error(`no end after 60 questions: ${asked}`);
    asked.push(question);
    await fill(page, answers);
    await goOn(page);
  }
}
