package dev.onward.http;

import dev.onward.table.RateLimitedLog;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file from a multipart form. The container parses the body, and each container reports a malformed body in its own
 * way. Closing deletes the file.
 */
public final class Upload implements AutoCloseable {

    /** The name of the form's field. */
    private static final String FIELD = "file";

    private static final RateLimitedLog LOG = new RateLimitedLog(System.getLogger(Upload.class.getName()));

    private final Part part;

    private Upload(Part part) {
        this.part = part;
    }

    /** {@link RequestContext#upload} describes it. */
    static Upload open(HttpServletRequest request, RequestBody body, long limit) {
        body.check(limit);
        body.openedByContainer();
        Part part = part(request, limit);
        body.endedByContainer();
        if (part == null || part.getSize() == 0) {
            throw new HttpException(
                    400,
                    part == null
                            ? "expected a file in the field \"" + FIELD + "\", got none"
                            : "expected a CSV file, got an empty one or none");
        }
        return new Upload(part);
    }

    /** The content, which can be read once. */
    public InputStream content() throws IOException {
        return part.getInputStream();
    }

    /** The name of the file, given by the sender. */
    public Optional<String> fileName() {
        return Optional.ofNullable(part.getSubmittedFileName());
    }

    /** A Content-Disposition that names a download (RFC 6266): exactly for current clients, in ASCII for the others. */
    public static String disposition(String fileName) {
        String ascii = fileName.replaceAll("[^A-Za-z0-9._ -]", "_");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + UrlEncoding.encode(fileName);
    }

    @Override
    public void close() throws IOException {
        part.delete();
    }

    private static @Nullable Part part(HttpServletRequest request, long limit) {
        try {
            return request.getPart(FIELD);
        } catch (IllegalStateException e) {
            StorageException.throwIfFullDisk(e);
            throw new HttpException(413, "expected a file of at most " + limit + " bytes, got more");
        } catch (ServletException | IOException e) {
            StorageException.throwIfFullDisk(e);
            if (RequestBody.isTimeout(e)) {
                throw new HttpException(408, RequestBody.TOO_SLOW);
            }
            LOG.log(Level.WARNING, "an upload could not be parsed: " + e);
            throw new HttpException(400, "the multipart body cannot be read");
        }
    }
}
