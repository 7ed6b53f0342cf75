package dev.onward.spark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CSV files of banknotes, with bad rows among them. */
final class NoteFile {

    /** The distance between two bad rows. */
    private static final int BAD = 997;

    private static final List<String> BAD_ROWS = List.of(
            "abc,1,1,1,0,x",
            ",1,1,1,0,x",
            "1,1,\"1\",1,0,\"a \"\"bad\"\" row, among others\"",
            "1,1,1",
            "1,1,1,1,0,x,y,z",
            "NaN, ,1e999,one,0,x",
            "1,2,3,4, 0 ,  blanks around  ",
            "1,2,3,4,,");

    private NoteFile() {}

    /** Writes rows of banknotes with a number each, and other rows among them at equal distances. */
    static Path write(Path file, int rows) throws IOException {
        List<String> notes = Files.readAllLines(Path.of("data/banknote.csv"));
        try (BufferedWriter csv = Files.newBufferedWriter(file)) {
            csv.write(notes.get(0) + ",remark\n");
            for (int i = 0; i < rows; i++) {
                csv.write(
                        i % BAD == BAD / 2
                                ? BAD_ROWS.get(i / BAD % BAD_ROWS.size())
                                : notes.get(1 + i % (notes.size() - 1)) + "," + i);
                csv.write("\n");
            }
        }
        return file;
    }
}
