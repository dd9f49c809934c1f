// SPDX-License-Identifier: Apache-2.0
// In a file, the page is packed: this adds its style and its script to the document. The policy knows both by their hashes.
(async () => {
  'use strict';
  try {
    const packed = document.getElementById('page').textContent.trim();
    const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
    const text = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
    ['style', 'script'].forEach((tag, i) => {
      const element = document.createElement(tag);
      element.textContent = text.split('\0')[i];
      document.head.append(element);
    });
  } catch (cause) {
    document.getElementById('app').textContent = 'This page could not be unpacked: a browser of 2023 or later is needed. (' + cause.message + ')';
  }
})();
