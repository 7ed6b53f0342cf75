package dev.onward.http.body;

import dev.onward.table.Text;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Optional;

/**
 * A file from a multipart form that has no other field. The container parses the body, and each container reports a
 * malformed body in its own way. Closing deletes the file.
 */
public final class Upload implements AutoCloseable {

    /** The name of the form's field. */
    private static final String FIELD = "file";

    private static final System.Logger LOG = System.getLogger(Upload.class.getName());

    private final Part part;

    private Upload(Part part) {
        this.part = part;
    }

    /** {@link RequestBody#upload} describes it. */
    static Upload open(HttpServletRequest request, ReceivedBody received, long limit) {
        received.openedByContainer();
        Collection<Part> parts = parts(request, limit);
        received.endedByContainer();
        Part file = parts.stream()
                .filter(Upload::isFile)
                .findFirst()
                .orElseThrow(() -> new BodyException(400, "expected a file in the field \"" + FIELD + "\", got none"));
        parts.stream().filter(part -> part != file).findFirst().ifPresent(part -> {
            throw new BodyException(400, unexpected(part));
        });
        if (file.getSize() == 0) {
            throw new BodyException(400, "expected a CSV file, got an empty file or no file");
        }
        return new Upload(file);
    }

    private static boolean isFile(Part part) {
        return FIELD.equals(part.getName());
    }

    private static String unexpected(Part part) {
        if (!isFile(part)) {
            return "unknown field " + Text.quote(String.valueOf(part.getName()))
                    + " in the form; send options in the query string";
        }
        String name = part.getSubmittedFileName();
        return "expected one file, got a second one" + (name == null ? "" : ", " + Text.quote(name));
    }

    /** The content, which can be read once. */
    public InputStream content() throws IOException {
        return part.getInputStream();
    }

    /** The name of the file, given by the sender. */
    public Optional<String> fileName() {
        return Optional.ofNullable(part.getSubmittedFileName());
    }

    @Override
    public void close() throws IOException {
        part.delete();
    }

    private static Collection<Part> parts(HttpServletRequest request, long limit) {
        try {
            return request.getParts();
        } catch (IllegalStateException e) {
            StorageException.throwIfFullDisk(e);
            throw new BodyException(413, "expected a file of at most " + limit + " bytes, got more");
        } catch (ServletException | IOException e) {
            StorageException.throwIfFullDisk(e);
            if (ReceivedBody.isTimeout(e)) {
                throw new BodyException(408, ReceivedBody.TOO_SLOW);
            }
            // Only at this level, because anybody can send such a body, or leave in the middle of one.
            LOG.log(Level.DEBUG, "an upload could not be parsed: " + e);
            throw new BodyException(400, "the multipart body cannot be read");
        }
    }
}
