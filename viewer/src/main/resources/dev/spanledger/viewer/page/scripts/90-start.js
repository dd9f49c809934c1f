// SPDX-License-Identifier: Apache-2.0
// The last script: draws the page.
(() => {
  'use strict';
  const SL = window.SL;
  SL.render(SL.html`<${SL.App} />`, document.getElementById('app'));
})();
