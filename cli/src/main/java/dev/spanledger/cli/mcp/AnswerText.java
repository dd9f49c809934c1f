// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli.mcp;

import dev.spanledger.cli.Answer;
import dev.spanledger.cli.Json;
import java.util.ArrayList;
import java.util.List;

/** An answer as JSON, never longer than a model should read at once. */
final class AnswerText {
  static final int MOST_CHARS = 100_000;

  private AnswerText() {}

  /** The last rows are left out where it would be too long. */
  static String of(Answer answer) {
    String text = Json.of(answer);
    Answer cut = answer;
    while (text.length() > MOST_CHARS && !cut.rows().isEmpty()) {
      cut = half(cut, answer.rows().size());
      text = Json.of(cut);
    }
    return text;
  }

  private static Answer half(Answer answer, int of) {
    int rows = answer.rows().size() / 2;
    List<String> notes =
        new ArrayList<>(
            List.of(
                "only the first "
                    + rows
                    + " of "
                    + of
                    + " rows: together they are too long; ask for fewer (limit)"));
    answer.notes().stream().filter(note -> !note.startsWith("only the first ")).forEach(notes::add);
    return new Answer(answer.columns(), answer.rows().subList(0, rows), true, null, notes);
  }
}
