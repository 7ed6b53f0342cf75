package dev.onward.conformance;

import java.util.List;

/**
 * How a server did in one case.
 *
 * @param mismatches what was expected and what was found; empty if the case is met
 * @param offered whether the server lists the extension that the case is about, if it is about one
 */
record Outcome(Case tried, List<String> mismatches, boolean offered) {

    boolean isMet() {
        return mismatches.isEmpty();
    }

    /** A server need not have an extension that it does not list. */
    boolean isNotOffered() {
        return !isMet() && tried.level() == Level.EXTENSION && !offered;
    }

    String words() {
        if (isMet()) {
            return "met";
        }
        return isNotOffered() ? "not offered" : "**not met**: " + String.join("; ", mismatches);
    }
}
