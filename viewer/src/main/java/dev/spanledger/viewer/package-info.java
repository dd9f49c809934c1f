// SPDX-License-Identifier: Apache-2.0
/**
 * Everything that shows: the page, its read API and live feed, and one HTML file for offline.
 *
 * <p>The page's scripts and styles are beside the classes, in {@code page/}; they need no build and
 * ask no other host.
 */
@NullMarked
package dev.spanledger.viewer;

import org.jspecify.annotations.NullMarked;
