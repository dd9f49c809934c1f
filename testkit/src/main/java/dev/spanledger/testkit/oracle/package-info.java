// SPDX-License-Identifier: Apache-2.0
/** What a fault test needs to know whether anything was lost: an oracle, a load, a form. */
@NullMarked
package dev.spanledger.testkit.oracle;

import org.jspecify.annotations.NullMarked;
