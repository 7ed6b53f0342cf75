package dev.onward.http;

import java.util.stream.Stream;

/** Lists of entity tags in conditional requests (RFC 9110, section 13.1). */
final class EntityTags {

    private EntityTags() {}

    /** Returns whether a list contains this tag, character by character, or is an asterisk. */
    static boolean contains(String list, String tag) {
        return Stream.of(list.split(",", -1)).map(String::strip).anyMatch(one -> one.equals("*") || one.equals(tag));
    }
}
