package dev.onward.repository;

import java.io.IOException;
import java.util.SortedMap;

/** Where models come from: one file, or a folder of them. */
interface ModelSource {

    /**
     * What is there at one moment.
     *
     * @param files by what messages call them
     * @param faults of what looks like a model and cannot be one, in one sentence each
     */
    record Content(SortedMap<String, ModelFile> files, SortedMap<String, String> faults) {}

    /** @throws IOException if it cannot be looked at; then nothing is known of what is there */
    Content scan() throws IOException;

    /** Why nothing was found, in one sentence. */
    String emptiness();

    /** What messages call it. */
    String name();
}
