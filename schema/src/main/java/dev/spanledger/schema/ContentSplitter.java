// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of rows what is stored once, and leaves references. {@link ContentJoiner} and the views
 * put it back. Used by the writing thread alone.
 */
final class ContentSplitter {
  /** Of the last prompts, of rows that were made without a memory; as those read from a disk. */
  private static final int REMEMBERED_CHARS = 4 << 20;

  private final ContentStorage storage;
  private final TextMemory memory = new TextMemory(REMEMBERED_CHARS);

  ContentSplitter(ContentStorage storage) {
    this.storage = storage;
  }

  /**
   * @param rows as they are stored
   * @param contents what they name and is not known to be stored, in the order of inserting
   */
  record Split(List<SpanRow> rows, List<Content> contents) {}

  Split split(List<SpanRow> rows, KnownContents known) {
    NewContents contents = new NewContents(known);
    List<SpanRow> stored = new ArrayList<>(rows.size());
    for (SpanRow row : rows) {
      stored.add(split(new StoredRow(row, contents)));
    }
    return new Split(stored, contents.inOrder());
  }

  private SpanRow split(StoredRow row) {
    row.set(SpanColumns.INPUT_REFS, null);
    row.set(SpanColumns.OUTPUT_REFS, null);
    row.set(SpanColumns.OUTPUT_FINISH_REASON, null);
    row.set(SpanColumns.ATTRIBUTE_REFS, null);
    addShared(row);
    if (storage == ContentStorage.SHARED) {
      takeOutMessages(row);
      LongAttributes.takeOut(row);
    }
    return row.stored();
  }

  private static void addShared(StoredRow row) {
    for (SharedContent shared : SharedContent.ALL) {
      UUID id = row.row().get(shared.ref());
      String json = row.row().get(shared.content());
      if (id != null && json != null) {
        row.contents().add(id, shared.type(), null, () -> json);
      }
    }
  }

  /** A tool's result stays in its row, whatever it looks like. */
  private void takeOutMessages(StoredRow row) {
    takeOut(row, row.row().prompt(memory), SpanColumns.INPUT, SpanColumns.INPUT_REFS);
    String output = row.row().get(SpanColumns.OUTPUT);
    if (output != null && !row.row().kind().equals("TOOL")) {
      Answer answer = Answer.of(output);
      takeOut(row, answer.messages(), SpanColumns.OUTPUT, SpanColumns.OUTPUT_REFS);
      row.set(SpanColumns.OUTPUT_FINISH_REASON, answer.finishReason());
    }
  }

  private static void takeOut(
      StoredRow row, @Nullable MessageList list, Column<String> messages, Column<List<UUID>> refs) {
    if (list == null) {
      return;
    }
    for (MessageList.Message message : list.messages()) {
      row.contents().add(message.id(), Content.MESSAGE, message.role(), () -> list.json(message));
    }
    row.set(messages, null);
    row.set(refs, ContentLists.shorten(list.ids(), row.contents()));
  }
}
