// The shop's own script. What it tells the tracker stands in calls of `journey`.

/** Tells that something happened, in the dialect of the Messenger. */
const journey = (eventName, customAttributes = {}) =>
  Genesys('command', 'Journey.record', { eventName, customAttributes });

const cart = {
  items: () => JSON.parse(localStorage.getItem('cart') ?? '[]'),
  set: (items) => localStorage.setItem('cart', JSON.stringify(items)),
  total: () => cart.items().reduce((sum, { price }) => sum + price, 0),
};

const find = (selector) => document.querySelector(selector);
const showCount = () => { find('#cart-count').textContent = cart.items().length; };
showCount();

// Forms: e-mail, names and phone say who it is; the rest are attributes.
const traitsMapper = ['email', 'givenName', 'familyName', 'cellPhone'].map((fieldName) => ({ fieldName }));
for (const formName of ['newsletter', 'contact', 'checkout']) {
  Genesys('command', 'Journey.formsTrack', { selector: `#${formName}`, formName, traitsMapper });
}
Genesys('command', 'Journey.trackIdleEvents', { idleEvents: [{ eventName: 'idle_60', idleAfterSeconds: 60 }] });
Genesys('command', 'Journey.trackScrollDepth', { scrollDepthEvents: [{ percentage: 75, eventName: 'scrolled_75' }] });
Genesys('command', 'Journey.trackInViewport', {
  inViewportEvents: [{ selector: '#spring-offer', eventName: 'offer_seen' }],
});
Genesys('command', 'Journey.trackClickEvents', {
  clickEvents: [{ selector: '#sizes summary', eventName: 'size_chart_opened' }],
});

// Forms that stay on their page.
for (const form of document.querySelectorAll('form[data-thanks]')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    form.textContent = form.dataset.thanks;
  });
}

const product = find('.product')?.dataset;
if (product) {
  const { sku, name, category } = product;
  const price = Number(product.price);
  journey('product_viewed', { sku, category, price });
  find('#add').addEventListener('click', () => {
    cart.set([...cart.items(), { sku, name, price }]);
    showCount();
    journey('product_added', { sku, category, price, quantity: 1 });
  });
}

if (find('#cart-items')) {
  find('#cart-items').append(...cart.items().map(({ name, price }) => {
    const line = document.createElement('li');
    line.append(name, ` € ${price.toFixed(2)}`);
    return line;
  }));
  find('#cart-total').textContent = cart.items().length ? `€ ${cart.total().toFixed(2)}` : 'It is empty.';
}

if (find('#checkout')) journey('checkout_started', { value: cart.total(), items: cart.items().length });

if (find('#order') && cart.items().length) {
  const orderId = `VS-${Math.floor(Math.random() * 1e6)}`;
  find('#order').textContent = `Your order ${orderId} is on its way, in a manner of speaking.`;
  journey('order_completed', { orderId, value: cart.total(), items: cart.items().length });
  cart.set([]);
  showCount();
}

// The app at /builder: the tracker sees each of its pages, for their addresses change.
const builder = find('#builder');
const steps = [
  { path: '/builder/frame', title: 'Choose a frame', choices: ['Low step', 'Diamond', 'Cargo'] },
  { path: '/builder/gears', title: 'Choose gears', choices: ['One', 'Eight', 'Electric'] },
  { path: '/builder/colour', title: 'Choose a colour', choices: ['Rust', 'Pine', 'Night'] },
  { path: '/builder/done', title: 'Your bike', choices: [] },
];
function showStep() {
  const at = Math.max(0, steps.findIndex(({ path }) => path === location.pathname));
  const { title, choices } = steps[at];
  document.title = title;
  const heading = document.createElement('h2');
  heading.textContent = title;
  builder.replaceChildren(heading, ...choices.map((choice) => {
    const button = document.createElement('button');
    button.textContent = choice;
    button.addEventListener('click', () => {
      journey('part_chosen', { step: title, choice });
      history.pushState(null, '', steps[at + 1].path);
      showStep();
    });
    return button;
  }));
}
if (builder) {
  addEventListener('popstate', showStep);
  showStep();
}
