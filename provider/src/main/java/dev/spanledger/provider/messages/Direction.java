// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

/** Which way messages went. */
enum Direction {
  INPUT(Roles.USER),
  OUTPUT(Roles.ASSISTANT);

  /** Who said a text that does not name its speaker. */
  final String role;

  Direction(String role) {
    this.role = role;
  }
}
