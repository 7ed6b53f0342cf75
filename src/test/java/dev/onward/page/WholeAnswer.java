package dev.onward.page;

import dev.onward.Http;
import dev.onward.Patience;
import dev.onward.http.Language;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The page of an answer with all its reasons, which are left out where they would delay it, as on a busy machine. */
final class WholeAnswer {

    /** The sentence that says so, in each language. */
    private static final List<String> LEFT_OUT = Stream.of(Language.values())
            .map(language -> ResourceBundle.getBundle("dev.onward.http.messages", Locale.forLanguageTag(language.tag()))
                    .getString("note.late"))
            .toList();

    private WholeAnswer() {}

    /** Asks until nothing is left out. */
    static Http.Answer of(Supplier<Http.Answer> request) {
        Deque<Http.Answer> answers = new ArrayDeque<>();
        Patience.await(
                () -> {
                    answers.push(request.get());
                    String body = answers.getFirst().body();
                    return LEFT_OUT.stream().noneMatch(body::contains);
                },
                "the answer has all reasons");
        return answers.getFirst();
    }
}
