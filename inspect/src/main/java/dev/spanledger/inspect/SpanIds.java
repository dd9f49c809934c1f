// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ids of spans, eight bytes each: those of OpenTelemetry, 16 lower-case hex digits, as the number
 * that they are; others, and that there is none, aside. Not thread-safe while it grows.
 */
final class SpanIds {
  private static final int DIGITS = 16;
  private static final int FREE = -1;
  private static final int NOWHERE = -1;

  private long[] numbers = new long[64];
  private int size;

  /** Those whose number is one of the list's. */
  private final BitSet isAside = new BitSet();

  private final List<@Nullable String> aside = new ArrayList<>();

  void add(@Nullable String id) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, size + (size >> 1));
    }
    if (id != null && isHex(id)) {
      numbers[size] = Long.parseUnsignedLong(id, 16);
    } else {
      isAside.set(size);
      numbers[size] = aside.size();
      aside.add(id);
    }
    size++;
  }

  private static boolean isHex(String id) {
    for (int i = 0; i < id.length(); i++) {
      char digit = id.charAt(i);
      if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
        return false;
      }
    }
    return id.length() == DIGITS;
  }

  /** Null where there is none. */
  @Nullable String get(int at) {
    return isAside.get(at) ? aside.get((int) numbers[at]) : HexFormat.of().toHexDigits(numbers[at]);
  }

  /** The first place of an id; -1 where it is not among them. */
  int indexOf(String id) {
    SpanIds one = new SpanIds();
    one.add(id);
    for (int at = 0; at < size; at++) {
      if (same(at, one, 0)) {
        return at;
      }
    }
    return NOWHERE;
  }

  /** In the order of their texts where both are OpenTelemetry's; those come before others. */
  int compare(int at, int other) {
    return isAside.get(at) || isAside.get(other)
        ? Boolean.compare(isAside.get(at), isAside.get(other))
        : Long.compareUnsigned(numbers[at], numbers[other]);
  }

  /** For each of the others, in their order: its first place among these; -1 where it has none. */
  int[] places(SpanIds others) {
    int[] table = table();
    int[] places = new int[others.size];
    for (int i = 0; i < others.size; i++) {
      int slot = slot(table, others, i);
      places[i] = others.get(i) == null ? NOWHERE : table[slot];
    }
    return places;
  }

  /** Places by what {@link #hash} makes of their ids; half of it at least is free. */
  private int[] table() {
    int[] table = new int[Integer.highestOneBit(Math.max(1, size)) * 4];
    Arrays.fill(table, FREE);
    for (int at = 0; at < size; at++) {
      int slot = slot(table, this, at);
      table[slot] = table[slot] == FREE ? at : table[slot];
    }
    return table;
  }

  /** Where the id is, or would be. */
  private int slot(int[] table, SpanIds ids, int i) {
    int slot = ids.hash(i) & (table.length - 1);
    while (table[slot] != FREE && !same(table[slot], ids, i)) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  /** Multiplied, as ids that somebody counts differ in their last digits only. */
  private int hash(int at) {
    long value = isAside.get(at) ? String.valueOf(get(at)).hashCode() : numbers[at];
    return (int) ((value * 0x9e3779b97f4a7c15L) >>> 32);
  }

  private boolean same(int at, SpanIds ids, int i) {
    if (isAside.get(at) || ids.isAside.get(i)) {
      return isAside.get(at) && ids.isAside.get(i) && String.valueOf(get(at)).equals(ids.get(i));
    }
    return numbers[at] == ids.numbers[i];
  }

  void trim() {
    numbers = Arrays.copyOf(numbers, size);
  }
}
