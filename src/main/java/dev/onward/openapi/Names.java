package dev.onward.openapi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names of models where a document or an address has no place for any text. */
final class Names {

    private Names() {}

    /** As part of a component's name. */
    static String key(String name) {
        return segment(name).replace("*", "_2A").replace("~", "_7E").replace('%', '_');
    }

    /** As a part of a path. */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Whether servers let it through as a part of a path; most refuse what could be read as more than one. */
    static boolean canBeSegment(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> c < ' ' || "/\\;%\u007F".indexOf(c) >= 0);
    }
}
