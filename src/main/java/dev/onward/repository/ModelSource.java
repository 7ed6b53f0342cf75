package dev.onward.repository;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where models come from: one file, or a folder of them. */
interface ModelSource {

    /**
     * What is there at one moment.
     *
     * @param files by what messages call them
     * @param faults of what looks like a model and cannot be one, in one sentence each
     * @param unknown folders that could not be looked at, as messages call them
     */
    record Content(SortedMap<String, ModelFile> files, SortedMap<String, String> faults, Set<String> unknown) {

        Content() {
            this(new TreeMap<>(), new TreeMap<>(), new HashSet<>());
        }

        /** Whether it cannot be told if the file is there. */
        boolean isUnknown(String origin) {
            return unknown.stream().anyMatch(folder -> origin.equals(folder) || origin.startsWith(folder + "/"));
        }
    }

    /** @throws IOException if it cannot be looked at; then nothing is known of what is there */
    Content scan() throws IOException;

    /** Why nothing was found, in one sentence. */
    String emptiness();

    /** What messages call it. */
    String name();
}
