/** The support agents of an invented shop, their tools, and the shop's tables. */
@NullMarked
package dev.spanledger.sample.shop;

import org.jspecify.annotations.NullMarked;
