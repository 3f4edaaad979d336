// Wallet addresses against published vectors.
using Paysieve.Pipeline.Transfers;

namespace Paysieve.Pipeline.Tests.Transfers;

[TestClass]
public sealed class WalletAddressTests
{
    [TestMethod]
    // Genesis block, a P2SH example, BIP-173 and BIP-350 vectors.
    [DataRow("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", AccountScheme.BitcoinWallet)]
    [DataRow("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", AccountScheme.BitcoinWallet)]
    [DataRow("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", AccountScheme.BitcoinWallet)]
    [DataRow("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", AccountScheme.BitcoinWallet)]
    [DataRow("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", AccountScheme.BitcoinWallet)]
    // The examples of EIP-55.
    [DataRow("0x52908400098527886E0F7030069857D2E4169EE7", AccountScheme.EthereumWallet)]
    [DataRow("0x8617E340B3D01FA5F11F306F4090FD50E238070D", AccountScheme.EthereumWallet)]
    [DataRow("0xde709f2102306220921060314715629080e2fb77", AccountScheme.EthereumWallet)]
    [DataRow("0x27b1fdb04752bbc536007a920d24acb045561c26", AccountScheme.EthereumWallet)]
    [DataRow("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", AccountScheme.EthereumWallet)]
    [DataRow("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", AccountScheme.EthereumWallet)]
    [DataRow("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", AccountScheme.EthereumWallet)]
    [DataRow("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb", AccountScheme.EthereumWallet)]
    // The USDT contract on TRON and TRON's black hole.
    [DataRow("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", AccountScheme.TronWallet)]
    [DataRow("T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb", AccountScheme.TronWallet)]
    // A Litecoin example.
    [DataRow("LaMT348PWRnrqeeWArpwQPbuanpXDZGEUz", AccountScheme.OtherWallet)]
    public void Published_addresses_hold_whatever_the_channel(string address, AccountScheme scheme)
    {
        foreach (var channel in new[] { Channel.Wallet, Channel.Bank, Channel.Unstated })
        {
            var (account, findings) = Parse(address, channel);
            Assert.AreEqual(scheme, account.Scheme);
            Assert.AreEqual(RowFindings.None, findings);
            Assert.IsTrue(account.IsWallet);
        }
    }

    [TestMethod]
    [DataRow("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", AccountScheme.BitcoinWallet)]
    [DataRow("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", AccountScheme.BitcoinWallet)]
    [DataRow("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kV8F3T4", AccountScheme.BitcoinWallet)]
    // Version 1 under the old constant, as BIP-350 forbids.
    [DataRow("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", AccountScheme.BitcoinWallet)]
    [DataRow("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", AccountScheme.EthereumWallet)]
    [DataRow("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", AccountScheme.TronWallet)]
    public void A_mistyped_wallet_is_a_finding(string address, AccountScheme scheme)
    {
        var (account, findings) = Parse(address, Channel.Wallet);
        Assert.AreEqual(scheme, account.Scheme);
        Assert.AreEqual(RowFindings.WalletChecksum, findings);
    }

    [TestMethod]
    public void Hex_and_bech32_are_lowered_and_base58_is_kept()
    {
        Assert.AreEqual("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", Parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", Channel.Wallet).Account.Reveal());
        Assert.AreEqual("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", Parse("bitcoin:BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", Channel.Wallet).Account.Reveal());
        Assert.AreEqual("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", Parse("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", Channel.Wallet).Account.Reveal());
    }

    [TestMethod]
    public void Other_chains_are_known_by_form_and_the_rest_is_a_finding()
    {
        Assert.AreEqual((AccountScheme.OtherWallet, RowFindings.None), SchemeOf("0x" + new string('a', 64)));
        Assert.AreEqual((AccountScheme.OtherWallet, RowFindings.None), SchemeOf("7EYnhQoR9YM3N7UoaKRoA44Uy8JeaZV3qyouov87awMs"));
        Assert.AreEqual((AccountScheme.OtherWallet, RowFindings.UnknownAccountScheme), SchemeOf("my wallet"));
    }

    [TestMethod]
    public void A_domestic_number_of_26_digits_is_no_wallet()
    {
        var (account, findings) = Parse("11191114192111111123123123", Channel.Bank);
        Assert.AreEqual(AccountScheme.Domestic, account.Scheme);
        Assert.AreEqual(RowFindings.None, findings);
    }

    [TestMethod]
    public void Keccak_gives_the_published_hash_of_nothing()
    {
        var hash = new byte[32];
        Keccak256.Hash([], hash);
        Assert.AreEqual("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470", Convert.ToHexStringLower(hash));
    }

    private static (AccountScheme, RowFindings) SchemeOf(string text)
    {
        var (account, findings) = Parse(text, Channel.Wallet);
        return (account.Scheme, findings);
    }

    private static (AccountNumber Account, RowFindings Findings) Parse(string text, Channel channel)
    {
        Assert.IsTrue(AccountNumber.TryParse(text, channel, "", null, out var account, out var findings));
        return (account, findings);
    }
}
