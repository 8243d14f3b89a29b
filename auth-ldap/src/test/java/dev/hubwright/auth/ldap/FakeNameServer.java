package dev.hubwright.auth.ldap;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A DNS server that gives the same SRV records to every question. */
final class FakeNameServer implements AutoCloseable {

    private final DatagramSocket socket;
    private final List<Service> services;

    /** One server at localhost. */
    record Service(int priority, int port) {}

    FakeNameServer(Service... services) throws IOException {
        this.services = List.of(services);
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "fake-name-server");
        thread.setDaemon(true);
        thread.start();
    }

    String recordUrl() {
        return "dns://127.0.0.1:" + socket.getLocalPort() + "/_ldap._tcp.dc._msdcs.example.org";
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket question = new DatagramPacket(buffer, buffer.length);
                socket.receive(question);
                byte[] answer = answer(buffer, question.getLength());
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            } catch (IOException e) {
                // Closed, or the other side went away.
            }
        }
    }

    private byte[] answer(byte[] question, int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(question, 0, 2);
        // A response without error: one question, the records, nothing else.
        out.writeShort(0x8180);
        out.writeShort(1);
        out.writeShort(services.size());
        out.writeInt(0);
        out.write(question, 12, length - 12);
        for (Service service : services) {
            byte[] host = "localhost".getBytes(StandardCharsets.US_ASCII);
            // The name of the question, type SRV, class IN, a minute.
            out.writeShort(0xC00C);
            out.writeShort(33);
            out.writeShort(1);
            out.writeInt(60);
            out.writeShort(6 + 1 + host.length + 1);
            out.writeShort(service.priority());
            out.writeShort(0);
            out.writeShort(service.port());
            out.writeByte(host.length);
            out.write(host);
            out.writeByte(0);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
