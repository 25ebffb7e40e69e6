// Forms: what is captured, and what never is (tracking-sdk.md §4).
import { expect, init, test } from './site';

const all = `ac('forms:track', '*', { captureFormDataOnAbandon: true });`;

test('secrets are never captured', async ({ site }) => {
  site.documents['*'] = {
    head: site.ac(`${init} ${all}`),
    body: `<form id="pay" action="/done?secret=1#x" onsubmit="return false">
      <input name="city" value="Cork">
      <input name="pw" type="password" value="s3cret">
      <input name="csrf" type="hidden" value="token">
      <input name="scan" type="file">
      <input name="number" autocomplete="section-a billing cc-number" value="none">
      <input name="now" autocomplete="current-password" value="none">
      <input name="next" autocomplete="NEW-PASSWORD" value="none">
      <input name="code" autocomplete="one-time-code" value="123456">
      <input name="ignored" data-journey-ignore value="none">
      <fieldset data-journey-ignore><input name="inside" value="none"></fieldset>
      <input name="card" value="4111 1111 1111 1111">
      <input name="card2" value="my card: 5500-0000-0000-0004.">
      <textarea name="card3">12 340000000000009</textarea>
      <input name="no_card" value="4111 1111 1111 1112">
      <input name="time" value="1700000000000">
      <input name="off" disabled value="none">
      <input name="unchecked" type="checkbox" value="none">
      <input name="checked" type="checkbox" checked>
      <input name="size" type="radio" value="S"><input name="size" type="radio" value="M" checked>
      <select name="colour"><option>red<option selected>blue</select>
      <input name="naïve field.name" value="renamed">
      <input value="nameless"><input name="empty">
      <button name="how" value="none">Pay</button>
    </form><input form="pay" id="outside" value="elsewhere">`,
  };
  await site.visit('/');
  await site.page.click('button');
  await site.arrived(1);
  const { attributes, traits } = site.events[0];
  expect(Object.fromEntries(Object.entries<any>(attributes).map(([name, { value }]) => [name, value]))).toEqual({
    formId: 'pay',
    formAction: 'https://www.velo-shop.example/done',
    form_city: 'Cork',
    form_no_card: '4111 1111 1111 1112',
    form_time: '1700000000000',
    form_checked: 'on',
    form_size: 'M',
    form_colour: 'blue',
    form_na_ve_field_name: 'renamed',
    form_outside: 'elsewhere',
  });
  expect(traits).toBeUndefined();
});

test('a traits mapper does not reach what is never captured', async ({ site }) => {
  site.documents['*'] = {
    head: site.ac(`ac('init', 'x', { globalTraitsMapper: [{ fieldName: 'pw', traitName: 'email' }] });
      ac('forms:track', 'form', { traitsMapper: [{ fieldName: 'mail', traitName: 'email' }] })`),
    body: `<form onsubmit="return false"><input name="pw" type="password" value="s3cret">
      <input name="mail" value="a@b.example">
      <button>Go</button></form>`,
  };
  await site.visit('/');
  await site.page.click('button');
  await site.arrived(1);
  expect(site.events[0].traits).toEqual({ email: { dataType: 'string', value: 'a@b.example' } });
  expect(site.events[0].attributes).toBeUndefined();
});

test('a password stays secret when it is shown', async ({ site }) => {
  site.documents['*'] = {
    head: site.ac(`${init} ${all}`),
    body: `<form onsubmit="return false"><input name="pw" type="password"><button>Go</button></form>`,
  };
  await site.visit('/');
  await site.page.fill('[name=pw]', 's3cret');
  await site.page.evaluate(() => document.querySelector('input')!.type = 'text');
  await site.page.click('button');
  await site.only('form_submitted');
  expect(JSON.stringify(site.events)).not.toContain('s3cret');
});

test('validation stops a submission, sending by script does not', async ({ site }) => {
  site.documents['*'] = {
    head: site.ac(`${init} ${all}`),
    body: `<form id="native"><input name="a" required><button>Go</button></form>
      <form id="own" novalidate onsubmit="event.preventDefault(); event.stopImmediatePropagation(); this.reset()">
        <input name="b" type="email"><button>Go</button></form>`,
  };
  await site.visit('/');
  await site.page.click('#native button'); // the browser refuses
  await site.page.fill('#own input', 'no address');
  await site.page.evaluate(() => {
    document.querySelector<HTMLFormElement>('#own')!.onsubmit = (event) => event.preventDefault();
  });
  await site.page.click('#own button'); // the page refuses
  await site.page.evaluate(() => document.querySelector<HTMLFormElement>('#own')!.onsubmit = function (event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    (this as HTMLFormElement).reset();
  });
  await site.page.fill('#own input', 'gwen@example.com');
  await site.page.click('#own button'); // sent by script, and emptied at once
  await site.only('form_submitted');
  expect(site.events[0].attributes).toMatchObject({ formId: { value: 'own' }, form_b: { value: 'gwen@example.com' } });
});

test('a form is abandoned with its page, within an app too', async ({ site }) => {
  site.documents['*'] = {
    title: 'Form',
    head: site.ac(`${init} ac('forms:track', '.late', {
      formName: ' Größe wählen ', captureFormDataOnAbandon: true });`),
    body: `<form id="other"><input name="x"></form>`,
  };
  await site.visit('/form');
  await site.page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<form class="late"><input name="id"><input name="action"></form>');
  });
  await site.page.fill('.late [name=id]', '42');
  await site.page.fill('#other input', 'not tracked');
  await site.page.evaluate(() => {
    document.querySelector('.late')!.remove();
    history.pushState(null, '', '/next');
    document.title = 'Next';
  });
  await site.run(`ac('pageview')`);
  await site.page.evaluate(() => history.pushState(null, '', '/third'));
  await site.only('gr__e_w_hlen_abandoned', 'page_viewed');
  expect(site.events[0]).toMatchObject({
    page: { url: 'https://www.velo-shop.example/form', title: 'Form' },
    attributes: { formName: { value: ' Größe wählen ' }, form_id: { value: '42' } },
  });
  expect(site.events[0].attributes.formId).toBeUndefined();
  expect(site.events[1]).toMatchObject({
    page: { url: 'https://www.velo-shop.example/next', title: 'Next' },
    referrerUrl: 'https://www.velo-shop.example/form',
  });
});

test('a page may transform values, or fail to', async ({ site }) => {
  site.documents['*'] = {
    head: site.ac(`${init} ac('forms:track', 'form', { transform: (form, name, value) => {
      if (name === 'bad') throw new Error('of the page');
      return name === 'drop' ? undefined : value.toUpperCase();
    } });`),
    body: `<form onsubmit="return false"><input name="a" value="x"><input name="bad" value="x">
      <input name="drop" value="x"><button>Go</button></form>`,
  };
  await site.visit('/');
  await site.page.click('button');
  await site.arrived(1);
  expect(site.events[0].attributes).toEqual({ form_a: { dataType: 'string', value: 'X' } });
});
