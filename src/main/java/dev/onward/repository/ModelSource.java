package dev.onward.repository;

import dev.onward.table.Text;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A location of models: one file, or a folder. */
interface ModelSource {

    /**
     * The model files of a source at one moment.
     *
     * @param files by origin
     * @param unserved reasons why files that look like models cannot be served, by origin
     * @param unreadable origins of files and folders that exist and could not be read
     */
    record Content(
            SortedMap<String, DiscoveredFile> files, SortedMap<String, String> unserved, Set<String> unreadable) {

        Content() {
            this(new TreeMap<>(), new TreeMap<>(), new HashSet<>());
        }

        /** Returns true if the file, or a folder that contains it, could not be read, so that it may still exist. */
        boolean isUnreadable(String origin) {
            return unreadable.stream().anyMatch(folder -> origin.equals(folder) || origin.startsWith(folder + "/"));
        }
    }

    /**
     * Lists the model files.
     *
     * @throws IOException if the source itself cannot be read; nothing is then known about its files
     */
    Content scan() throws IOException;

    /** Returns the reason for having no files, for messages. */
    String emptyReason();

    /** Returns the reason for {@link #scan} having failed, for messages. */
    default String unreadableReason(IOException e) {
        return name() + " cannot be read: " + Text.reason(e);
    }

    /** Returns the source's name for messages. */
    String name();
}
