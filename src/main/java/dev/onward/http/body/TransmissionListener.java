package dev.onward.http.body;

/** Learns of the end of a transmission. One of the methods is called, once. */
public interface TransmissionListener {

    /** The whole response has been sent. */
    void sent();

    /** The response was truncated. */
    void failed(Throwable failure);
}
