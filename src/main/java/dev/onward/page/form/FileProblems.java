package dev.onward.page.form;

import java.util.List;

/**
 * The problems because of which a file cannot be scored.
 *
 * @param listed the first of them, in sentences
 * @param more the number of the others
 */
record FileProblems(List<String> listed, long more) {

    static final FileProblems NONE = new FileProblems(List.of(), 0);

    static FileProblems of(List<String> listed, long total) {
        return new FileProblems(listed, total - listed.size());
    }

    public boolean isEmpty() {
        return listed.isEmpty();
    }
}
