package dev.onward.http.body;

/** Notified before and after every read of the body, which may wait for the client. */
public interface TransferListener {

    /** A listener that does nothing. */
    TransferListener NONE = new TransferListener() {
        @Override
        public void beforeTransfer() {}

        @Override
        public void afterTransfer(int bytes) {}
    };

    /** Called before a part of the body is read. */
    void beforeTransfer();

    /**
     * Called afterwards, also after a failure.
     *
     * @param bytes of the body that were read
     */
    void afterTransfer(int bytes);
}
