package dev.onward.page;

import java.util.List;
import java.util.Optional;

/**
 * The problems because of which a file cannot be scored.
 *
 * @param listed the first of them, in sentences
 * @param more the number of the others, in words
 */
record FileProblems(List<String> listed, Optional<String> more) {

    static final FileProblems NONE = new FileProblems(List.of(), Optional.empty());

    static FileProblems of(List<String> listed, long total) {
        long others = total - listed.size();
        return new FileProblems(
                listed,
                others == 0 ? Optional.empty() : Optional.of("and " + NumberFormats.count(others, "more", "more")));
    }

    public boolean isEmpty() {
        return listed.isEmpty();
    }
}
